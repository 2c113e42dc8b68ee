package io.explainrec.cli;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.registry.trained.Bases;
import io.explainrec.registry.trained.KeptModels;

/** The trained models of the installation, and their bases. */
final class TrainedModels {
    private TrainedModels() {}

    static KeptModels kept() {
        return new KeptModels(Installation.configured().trained());
    }

    static Bases bases() {
        return new Bases(Assets.of(Installation.configured()), ModelAddCommand.store());
    }
}
