package io.explainrec.cli.model;

import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.LlamaFiles;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;

/** Models that training starts from, as commands name them. */
public final class BaseModels {
    /** The asset that is taken where none is named. */
    public static final String DEFAULT = "smollm2";

    private BaseModels() {}

    /** The configuration of a base whose shapes, words and room for prompts fit what is asked for. */
    public static LlamaConfig checked(Path weights, TrainingOptions options) {
        try (LlamaFiles files = LlamaFiles.open(weights)) {
            files.check();
            options.format(files.tokenizer()).answers();
            return files.config();
        }
    }

    /**
     * Where a base is.
     *
     * @param given null for the default
     */
    public static Path weights(Path given) {
        return given == null
                ? Assets.of(Installation.configured()).path(DEFAULT)
                : ModelAddCommand.path(given.toString());
    }

    /** How a base is named on a card: by the path, or where none was given, as the default's asset. */
    public static ModelCard.Base card(Path given, Path weights) {
        return new ModelCard.Base(
                given == null ? DEFAULT : weights.toAbsolutePath().toString(), ModelHash.ofModel(weights));
    }
}
