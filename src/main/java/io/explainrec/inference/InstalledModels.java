package io.explainrec.inference;

import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.registry.added.AddedModels;
import io.explainrec.registry.trained.Bases;
import io.explainrec.registry.trained.KeptModelException;
import io.explainrec.registry.trained.KeptModels;
import io.explainrec.registry.trained.PinnedModel;
import io.explainrec.registry.trained.PinnedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;

/** The asset, and the trained models that were activated. */
@ApplicationScoped
class InstalledModels implements ModelSource {
    private static final String ASSET = "smollm2";
    private static final String NAME = "SmolLM2-135M-Instruct";

    private final Assets assets;
    private final PinnedModels pinned;
    private final KeptModels kept;
    private final Bases bases;

    InstalledModels(Assets assets, PinnedModels pinned, Installation installation, Clock clock) {
        this.assets = assets;
        this.pinned = pinned;
        kept = new KeptModels(installation.trained());
        bases = new Bases(assets, new AddedModels(installation.models(), clock));
    }

    /** The base as it was published. */
    static ModelIdentity published() {
        return new ModelIdentity(NAME, Assets.named(ASSET).sha256(), "", InstructionFormat.VERSION);
    }

    static Path published(Assets assets) {
        return assets.path(ASSET);
    }

    @Override
    public String active() {
        return pinned.active().map(PinnedModel::name).orElse(LanguageModel.BASE);
    }

    @Override
    public ModelIdentity identity(String model) {
        if (model.equals(LanguageModel.BASE)) {
            return published();
        }
        PinnedModel own = pinned.find(model)
                .orElseThrow(() -> new KeptModelException("the trained model " + model + " was never activated"));
        return new ModelIdentity(model, own.baseSha256(), own.sha256(), InstructionFormat.VERSION);
    }

    @Override
    public Path base() {
        return published(assets);
    }

    @Override
    public Path folder(String model) {
        return kept.get(model).folder();
    }

    @Override
    public Path base(ModelCard.Base base) {
        return bases.path(base);
    }
}
