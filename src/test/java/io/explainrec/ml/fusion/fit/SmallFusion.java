package io.explainrec.ml.fusion.fit;

import io.explainrec.embedding.InstalledEncoders;
import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusedItem;
import io.explainrec.ml.fusion.FusionConfig;
import io.explainrec.ml.fusion.Modality;
import io.explainrec.ml.train.ModelCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Fusions that learned nothing, which keep what is near near all the same. */
public final class SmallFusion {
    public static final int WIDTH = 64;
    private static final int TEXT_WIDTH = 384;

    private SmallFusion() {}

    /** Writes one of texts alone, which the installation's text encoder makes vectors of. */
    public static FusionFolder ofTexts(Path folder, long seed) {
        return ofTexts(folder, seed, fusion -> {});
    }

    /** The same of one that was changed. */
    public static FusionFolder ofTexts(Path folder, long seed, Consumer<AttentionFusion> change) {
        return write(
                folder,
                seed,
                change,
                new FusionCard.Encoder(InstalledEncoders.TEXT, InstalledEncoders.textVersion(), TEXT_WIDTH));
    }

    /** Writes one over these encoders, with one item's vector. */
    public static FusionFolder write(Path folder, long seed, FusionCard.Encoder... encoders) {
        return write(folder, seed, fusion -> {}, encoders);
    }

    private static FusionFolder write(
            Path folder, long seed, Consumer<AttentionFusion> change, FusionCard.Encoder... encoders) {
        List<Modality> modalities = List.of(encoders).stream()
                .map(encoder -> new Modality(encoder.modality(), encoder.dimension()))
                .toList();
        FusionConfig config = new FusionConfig(modalities, WIDTH, 0, FusionConfig.DEFAULT_EPSILON);
        FusionOptions options = new FusionOptions(WIDTH, .1, 32, 1e-3, .2, 1, 1, 0, 1, seed);
        FusedItem item = new FusedItem(new float[WIDTH], Map.of());
        try (AttentionFusion fusion = AttentionFusion.initial(config, seed)) {
            change.accept(fusion);
            return FusionFolder.write(
                    folder,
                    fusion,
                    List.of(new FusionFolder.Item("films", "one", item)),
                    card -> new FusionCard(
                            card.version(),
                            card.name(),
                            List.of(encoders),
                            new FusionCard.Data("made", "all", 1, ""),
                            options,
                            card.weights(),
                            card.vectors(),
                            Map.of(),
                            Map.of(),
                            List.of(),
                            List.of(),
                            new ModelCard.Made("test", "25", "PyTorch", "Linux", 1)));
        }
    }
}
