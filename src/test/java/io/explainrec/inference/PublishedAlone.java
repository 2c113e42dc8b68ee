package io.explainrec.inference;

import io.explainrec.ml.train.ModelCard;
import io.explainrec.platform.assets.Assets;
import java.nio.file.Path;

/** An installation whose only model is the asset. */
record PublishedAlone(Assets assets) implements ModelSource {
    @Override
    public String active() {
        return LanguageModel.BASE;
    }

    @Override
    public ModelIdentity identity(String model) {
        return InstalledModels.published();
    }

    @Override
    public Path base() {
        return InstalledModels.published(assets);
    }

    @Override
    public Path folder(String model) {
        throw new IllegalStateException("there is no " + model);
    }

    @Override
    public Path base(ModelCard.Base base) {
        throw new IllegalStateException("there is no " + base);
    }
}
