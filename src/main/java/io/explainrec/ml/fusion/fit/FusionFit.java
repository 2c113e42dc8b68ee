package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.CategoryWeights;
import io.explainrec.ml.fusion.CollapseGuard;
import io.explainrec.ml.fusion.FusedItem;
import io.explainrec.ml.fusion.FusionConfig;
import io.explainrec.ml.fusion.MeanWeights;
import io.explainrec.ml.fusion.Modality;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.train.TrainingLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** From a catalogue with vectors and from what people liked to the folder of a fusion. */
public final class FusionFit {
    private static final String METRICS = "metrics.jsonl";

    /** Items that a category has at least, to be reported. */
    private static final int REPORTED = 10;

    private final List<FusionCard.Encoder> encoders;
    private final List<Item> items;
    private final FusionOptions options;
    private final ModelCard.Made made;

    /**
     * An item with what is known of it.
     *
     * @param categories as {@code genre: Drama}
     * @param features vectors by modality; empty where it has none
     */
    public record Item(String domain, String id, List<String> categories, Map<String, float[]> features) {
        public Item {
            categories = List.copyOf(categories);
            features = Map.copyOf(features);
        }
    }

    /**
     * @param encoders of the modalities that are fused, in their order
     * @param items by the numbers that the interactions have for them
     */
    public FusionFit(List<FusionCard.Encoder> encoders, List<Item> items, FusionOptions options, ModelCard.Made made) {
        this.encoders = List.copyOf(encoders);
        this.items = List.copyOf(items);
        this.options = options;
        this.made = made;
    }

    /** What is learned from: rows of the training slice alone. */
    public record Learned(String source, String split, String fingerprint, Interactions rows) {}

    /**
     * Fits and writes the folder; {@code metrics.jsonl} as it goes on.
     *
     * @param progress told the steps taken
     * @throws TrainingException where there is too little to learn from
     */
    public FusionFolder run(Learned learned, Path folder, LongConsumer progress) {
        List<Map<String, float[]>> features = items.stream().map(Item::features).toList();
        boolean[] present = new boolean[items.size()];
        for (int i = 0; i < present.length; i++) {
            present[i] = !features.get(i).isEmpty();
        }
        CoLikes coLikes = CoLikes.of(learned.rows, present);
        FusionTraining training = new FusionTraining(config(), options, features, coLikes);
        try (AttentionFusion fusion = training.run(log(folder), progress)) {
            List<FusedItem> fused = FusionTraining.fuse(fusion, features);
            List<FusionFolder.Item> kept = new ArrayList<>();
            for (int i = 0; i < fused.size(); i++) {
                kept.add(new FusionFolder.Item(items.get(i).domain, items.get(i).id, fused.get(i)));
            }
            MeanWeights means = new MeanWeights();
            fused.stream().filter(item -> item != null).forEach(means::add);
            Map<String, Double> reached = FusionFigures.of(fusion, features, coLikes);
            return FusionFolder.write(
                    folder,
                    fusion,
                    kept,
                    card -> new FusionCard(
                            card.version(),
                            card.name(),
                            encoders,
                            new FusionCard.Data(
                                    learned.source, learned.split, learned.rows.size(), learned.fingerprint),
                            options,
                            card.weights(),
                            card.vectors(),
                            counts(features),
                            reached,
                            weights(means, fused),
                            new CollapseGuard(CollapseGuard.DEFAULT_FLOOR)
                                    .findings(means).stream()
                                            .map(CollapseGuard.Finding::message)
                                            .toList(),
                            made));
        }
    }

    private FusionConfig config() {
        return new FusionConfig(
                encoders.stream()
                        .map(encoder -> new Modality(encoder.modality(), encoder.dimension()))
                        .toList(),
                options.width(),
                0,
                FusionConfig.DEFAULT_EPSILON);
    }

    private static TrainingLog log(Path folder) {
        Path file = folder.resolve(METRICS);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new TrainingException("cannot write to " + folder + ": " + e);
        }
        return new TrainingLog(file);
    }

    private Map<String, Integer> counts(List<Map<String, float[]>> features) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Map<String, float[]> own : features) {
            String kinds = encoders.stream()
                    .map(FusionCard.Encoder::modality)
                    .filter(own::containsKey)
                    .collect(Collectors.joining("+"));
            counts.merge(kinds.isEmpty() ? "none" : kinds, 1, Integer::sum);
        }
        return counts;
    }

    private List<FusionCard.Weights> weights(MeanWeights all, List<FusedItem> fused) {
        CategoryWeights categories = new CategoryWeights();
        for (int i = 0; i < fused.size(); i++) {
            if (fused.get(i) != null) {
                categories.add(items.get(i).categories, fused.get(i));
            }
        }
        List<FusionCard.Weights> weights = new ArrayList<>();
        weights.add(new FusionCard.Weights(FusionCard.ALL, all.items(), all.means()));
        categories.byCategory().forEach((category, means) -> {
            if (means.items() >= REPORTED) {
                weights.add(new FusionCard.Weights(category, means.items(), means.means()));
            }
        });
        return weights;
    }
}
