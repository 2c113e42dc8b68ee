package io.explainrec.registry.trained;

import io.explainrec.ml.train.ModelCard;
import io.explainrec.platform.assets.Asset;
import io.explainrec.platform.assets.Assets;
import io.explainrec.registry.added.AddedModels;
import java.nio.file.Path;

/** Where the bases of trained models are: among the installation's assets, or the models that were added to it. */
public final class Bases {
    private final Assets assets;
    private final AddedModels added;

    public Bases(Assets assets, AddedModels added) {
        this.assets = assets;
        this.added = added;
    }

    /**
     * The base's files. One that lies elsewhere is not taken, since a server needs it at every start.
     *
     * @throws KeptModelException where the installation has none with this hash
     */
    public Path path(ModelCard.Base base) {
        if (Assets.manifest().stream().map(Asset::name).anyMatch(base.name()::equals)) {
            return assets.path(base.name());
        }
        return added.list().stream()
                .filter(model -> model.hash().equals(base.sha256()))
                .findFirst()
                .map(model -> added.path(model.name()))
                .orElseThrow(() -> new KeptModelException("the adapter was trained over " + base.name()
                        + ", SHA-256 " + base.sha256() + ", which is not in this installation; './explainrec model add "
                        + base.name() + "' adds it"));
    }

    /** Whether the added model of this name is the base. */
    public boolean is(ModelCard.Base base, String name) {
        return added.list().stream()
                .filter(model -> model.name().equals(name))
                .anyMatch(model -> model.hash().equals(base.sha256()));
    }
}
