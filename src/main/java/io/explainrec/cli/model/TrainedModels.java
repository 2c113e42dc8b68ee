package io.explainrec.cli.model;

import io.explainrec.ml.train.ModelCard;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.registry.trained.Bases;
import io.explainrec.registry.trained.KeptModels;
import java.nio.file.Files;
import java.nio.file.Path;

/** The trained models of the installation, and their bases. */
public final class TrainedModels {
    /** Where a model keeps the fusion that it was trained with. */
    public static final String FUSION = "fusion";

    private TrainedModels() {}

    public static KeptModels kept() {
        return new KeptModels(Installation.configured().trained());
    }

    /** The base of a trained model: where its card says it lay, or else what the installation has of the same hash. */
    public static Path base(ModelCard.Base base) {
        Path named = Path.of(base.name());
        return named.isAbsolute() && Files.exists(named) ? named : bases().path(base);
    }

    static Bases bases() {
        return new Bases(Assets.of(Installation.configured()), ModelAddCommand.store());
    }
}
