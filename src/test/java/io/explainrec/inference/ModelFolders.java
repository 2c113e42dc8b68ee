package io.explainrec.inference;

import io.explainrec.ml.train.ModelCard;
import java.nio.file.Path;

/** Models by the names of folders, over one base. */
record ModelFolders(Path folder, Path base) implements ModelSource {
    @Override
    public String active() {
        return LanguageModel.BASE;
    }

    @Override
    public ModelIdentity identity(String model) {
        return new ModelIdentity(model, "", "", "");
    }

    @Override
    public Path folder(String model) {
        return folder.resolve(model);
    }

    @Override
    public Path base(ModelCard.Base of) {
        return base;
    }
}
