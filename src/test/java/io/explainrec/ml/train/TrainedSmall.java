package io.explainrec.ml.train;

import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.LlamaFiles;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.lora.LoraOptions;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.weights.WeightsHash;
import java.nio.file.Path;
import java.util.Map;

/** What training would have written for a base, with an adapter by hand that changes what the base says. */
public final class TrainedSmall {
    private TrainedSmall() {}

    /**
     * Writes the folder.
     *
     * @param change what every number of the adapter's second matrices is
     */
    public static Path write(Path folder, Path base, double change) {
        LlamaConfig config;
        try (LlamaFiles files = LlamaFiles.open(base)) {
            config = files.config();
        }
        try (LoraAdapter adapter = LoraAdapter.fresh(config, LoraOptions.DEFAULT, 7)) {
            adapter.parameters().forEach((name, matrix) -> {
                if (name.contains("lora_B")) {
                    matrix.addi(change);
                }
            });
            AdapterFiles.write(adapter, "small", folder);
        }
        card(base, InstructionFormat.VERSION).write(folder.resolve(ModelCard.FILE));
        return folder;
    }

    /** A card of an adapter over this base. */
    static ModelCard card(Path base, String format) {
        return new ModelCard(
                ModelCard.VERSION,
                new ModelCard.Format(format, 300, 90, true, 10),
                new ModelCard.Base(base.toString(), WeightsHash.ofModel(base)),
                new Manifest(1, "made", null, InstructionBuilder.Options.DEFAULT, "by hand", Map.of(), null),
                null,
                null,
                TrainingOptions.DEFAULT,
                new ModelCard.Made("test", "21", "engine", "system", 1),
                null,
                Map.of("uauc", 0.6));
    }
}
