package io.explainrec.inference;

import io.explainrec.ml.train.ModelCard;
import java.nio.file.Path;

/** The models that an installation has. */
interface ModelSource {
    /** The name of the one that serves, a trained model's or {@link LanguageModel#BASE}. */
    String active();

    /** What a model is, without a look at its files. */
    ModelIdentity identity(String model);

    /** The base as it was published: its weights and its tokenizer. */
    Path base();

    /** A trained model's folder, checked. */
    Path folder(String model);

    /** The weights that a trained model lies over. */
    Path base(ModelCard.Base base);
}
