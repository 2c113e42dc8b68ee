package io.explainrec.ml.train;

import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.lora.LoraOptions;
import io.explainrec.ml.weights.ModelHash;
import java.nio.file.Path;

/** The end of one run as the beginning of another. Of its heads nothing is taken: they belong to tasks and items of its own. */
final class EarlierRun {
    private EarlierRun() {}

    /**
     * What the next run's card says of it, once it is known to fit.
     *
     * @param folder the run's, or its model's
     * @param setting of the run that begins
     * @throws TrainingException where the run has not ended, was over another base, or has other {@code lora} options
     * @throws io.explainrec.ml.weights.ModelFileException where a file of the adapter is broken
     */
    static ModelCard.Before check(Path folder, TrainingRun.Setting setting) {
        Path model = model(folder);
        ModelCard card = ModelCard.read(model);
        ModelCard.Base base = setting.base();
        if (!card.base().sha256().equals(base.sha256())) {
            throw new TrainingException(
                    model + " was trained over '" + card.base().name() + "' of SHA-256 "
                            + card.base().sha256() + ", and this run is over '" + base.name() + "' of " + base.sha256()
                            + "; give the base that it was trained over");
        }
        LoraOptions lora = setting.options().lora();
        if (!card.options().lora().equals(lora)) {
            throw new TrainingException(
                    model + " has an adapter of " + card.options().lora() + ", and this run would train one of " + lora
                            + "; give the same 'lora' in the options");
        }
        adapter(folder, setting.config()).close();
        return new ModelCard.Before(card, ModelHash.of(model.resolve(AdapterFiles.WEIGHTS)));
    }

    /** The adapter that it came to, to be trained further. */
    static LoraAdapter adapter(Path folder, LlamaConfig config) {
        return AdapterFiles.read(model(folder), config);
    }

    private static Path model(Path folder) {
        return TrainedModel.in(folder)
                .orElseThrow(() -> new TrainingException(folder
                        + " holds no trained model to begin from; give the folder of a run of 'train' that has ended"));
    }
}
