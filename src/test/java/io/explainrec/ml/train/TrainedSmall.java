package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.fusion.SoftTokenProjection;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.LlamaFiles;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.lora.LoraOptions;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.ml.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What training would have written for a base, with an adapter by hand that changes what the base says. */
public final class TrainedSmall {
    private TrainedSmall() {}

    /**
     * Writes the folder.
     *
     * @param change what every number of the adapter's second matrices is
     */
    public static Path write(Path folder, Path base, double change) {
        return write(folder, base, change, null);
    }

    /**
     * The same of a model that reads items' vectors.
     *
     * @param fusion that they are of; null for none
     */
    public static Path write(Path folder, Path base, double change, ModelCard.Fusion fusion) {
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
        if (fusion != null) {
            try (SoftTokenProjection projection = SoftTokenProjection.initial(fusion.width(), config.embed(), 1, 7)) {
                projection(folder, projection);
            }
        }
        card(base, InstructionFormat.VERSION, fusion).write(folder.resolve(ModelCard.FILE));
        return folder;
    }

    /** Writes a projection of items' vectors as the one that was learned. */
    static void projection(Path folder, SoftTokenProjection projection) {
        Map<String, NDArray> named = new TreeMap<>();
        projection.parameters().forEach((name, array) -> named.put(SoftItems.HEAD + "." + name, array));
        SafetensorsWriter.write(folder.resolve(Trained.HEADS), named, Map.of());
    }

    /** A card of an adapter over this base. */
    static ModelCard card(Path base, String format, ModelCard.Fusion fusion) {
        return new ModelCard(
                ModelCard.VERSION,
                new ModelCard.Format(format, 400, 90, true, 10),
                new ModelCard.Base(base.toString(), ModelHash.ofModel(base)),
                new Manifest(1, "made", null, InstructionBuilder.Options.DEFAULT, "by hand", Map.of(), null, null),
                null,
                null,
                TrainingOptions.DEFAULT,
                new ModelCard.Made("test", "21", "engine", "system", 1),
                fusion,
                Map.of("uauc", 0.6));
    }
}
