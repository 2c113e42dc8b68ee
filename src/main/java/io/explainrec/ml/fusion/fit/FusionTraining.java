package io.explainrec.ml.fusion.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.fusion.AttentionFusion;
import io.explainrec.ml.fusion.FusedItem;
import io.explainrec.ml.fusion.FusionBatch;
import io.explainrec.ml.fusion.FusionConfig;
import io.explainrec.ml.fusion.FusionInput;
import io.explainrec.ml.fusion.fit.CoLikes.Pair;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.AdamW;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.train.TrainingLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Fits a fusion to what people liked together, until what is held out is found no better. Belongs to one
 * {@linkplain Torch#trainingThread training thread}; equal inputs and seeds give equal weights on the same machine.
 */
public final class FusionTraining {
    private final FusionConfig config;
    private final FusionOptions options;
    private final List<Map<String, float[]>> features;
    private final CoLikes coLikes;

    /**
     * @param features by item, empty where it has none
     * @throws TrainingException where there is nobody to learn from, or nothing to measure on
     */
    public FusionTraining(
            FusionConfig config, FusionOptions options, List<Map<String, float[]>> features, CoLikes coLikes) {
        this.config = config;
        this.options = options;
        this.features = List.copyOf(features);
        this.coLikes = coLikes;
        if (coLikes.people() == 0 || measured().isEmpty()) {
            throw new TrainingException("there are " + coLikes.people()
                    + " people who liked two items with vectors, and "
                    + measured().size()
                    + " pairs to measure on; expected some of both: a fusion needs more interactions");
        }
    }

    /** Pairs that decide when the fit ends: new items where there are any. */
    private List<Pair> measured() {
        return coLikes.fresh().isEmpty() ? coLikes.known() : coLikes.fresh();
    }

    private double measure(AttentionFusion fusion) {
        float[][] vectors = vectors(fuse(fusion, features));
        boolean fresh = !coLikes.fresh().isEmpty();
        return CoLikeRanking.of(vectors, measured(), item -> coLikes.isNew(item) == fresh)
                .reciprocal();
    }

    /**
     * Fits.
     *
     * @param progress told the steps taken
     * @return the best fusion, for the caller to close
     * @throws TrainingException where a loss or a gradient is no number
     */
    public AttentionFusion run(TrainingLog log, LongConsumer progress) {
        AttentionFusion fusion = AttentionFusion.initial(config, options.seed());
        try {
            fusion.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
            learn(fusion, log, progress);
            fusion.parameters().values().forEach(parameter -> parameter.setRequiresGradient(false));
            return fusion;
        } catch (RuntimeException e) {
            fusion.close();
            throw e;
        }
    }

    private void learn(AttentionFusion fusion, TrainingLog log, LongConsumer progress) {
        Map<String, float[]> best = copy(fusion);
        double first = measure(fusion);
        double bestScore = first;
        int since = 0;
        log.add("evaluation", 0, line -> line.put("reciprocalRank", first));
        try (AdamW optimizer = new AdamW(fusion.parameters(), AdamW.Options.DEFAULT)) {
            for (int step = 1; step <= options.steps(); step++) {
                take(fusion, optimizer, step, log);
                progress.accept(step);
                if (step % options.evaluateEvery() == 0 || step == options.steps()) {
                    double score = measure(fusion);
                    log.add("evaluation", step, line -> line.put("reciprocalRank", score));
                    since = score > bestScore ? 0 : since + 1;
                    if (since == 0) {
                        bestScore = score;
                        best = copy(fusion);
                    } else if (since == options.patience()) {
                        break;
                    }
                }
            }
        }
        Map<String, float[]> kept = best;
        Torch.withoutGradients(() ->
                kept.forEach((name, values) -> fusion.parameters().get(name).set(values)));
    }

    private static Map<String, float[]> copy(AttentionFusion fusion) {
        Map<String, float[]> copy = new LinkedHashMap<>();
        fusion.parameters().forEach((name, array) -> copy.put(name, Torch.floats(array)));
        return copy;
    }

    private void take(AttentionFusion fusion, AdamW optimizer, int step, TrainingLog log) {
        SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + step);
        Pair[] pairs = coLikes.draw(options.batch(), random).toArray(Pair[]::new);
        List<FusionInput> inputs = new ArrayList<>();
        Map<Integer, Integer> places = new HashMap<>();
        long[] queries = new long[pairs.length];
        long[] targets = new long[pairs.length];
        for (int k = 0; k < pairs.length; k++) {
            queries[k] = place(pairs[k].query(), places, inputs, random);
            targets[k] = place(pairs[k].target(), places, inputs, random);
        }
        try (NDManager scope = Torch.manager()) {
            NDArray vectors =
                    fusion.forward(FusionBatch.of(config, inputs, scope)).vectors(); // (items of the batch, d)
            NDArray loss = CoLikeLoss.of(
                    Torch.rows(vectors, scope.create(queries)),
                    Torch.rows(vectors, scope.create(targets)),
                    pairs,
                    options.temperature());
            optimizer.zeroGradients();
            Torch.backward(loss);
            double norm = optimizer.clip(options.clip());
            double value = loss.getFloat();
            if (!Double.isFinite(norm + value)) {
                throw new TrainingException("step " + step + " gave the loss " + value + " and a gradient of norm "
                        + norm + ", which are not finite; lower learningRate or raise temperature");
            }
            optimizer.step(options.learningRate());
            log.add("step", step, line -> line.put("loss", value).put("gradientNorm", norm));
        }
    }

    private int place(int item, Map<Integer, Integer> places, List<FusionInput> inputs, SplittableRandom random) {
        return places.computeIfAbsent(item, of -> {
            inputs.add(FusionInput.of(dropped(features.get(of), random)));
            return inputs.size() - 1;
        });
    }

    /** Without one of several modalities, sometimes. */
    private Map<String, float[]> dropped(Map<String, float[]> all, SplittableRandom random) {
        if (all.size() < 2 || random.nextDouble() >= options.modalityDropout()) {
            return all;
        }
        List<String> present = config.names().stream().filter(all::containsKey).toList();
        Map<String, float[]> left = new HashMap<>(all);
        left.remove(present.get(random.nextInt(present.size())));
        return left;
    }

    /** Items of a catalogue, in their order; null where there is no vector of any modality. */
    public static List<FusedItem> fuse(AttentionFusion fusion, List<Map<String, float[]>> features) {
        List<FusedItem> fused = new ArrayList<>();
        Torch.withoutGradients(() -> {
            List<FusedItem> present = fusion.fuse(features.stream()
                    .filter(own -> !own.isEmpty())
                    .map(FusionInput::of)
                    .toList());
            int next = 0;
            for (Map<String, float[]> own : features) {
                fused.add(own.isEmpty() ? null : present.get(next++));
            }
        });
        return fused;
    }

    static float[][] vectors(List<FusedItem> items) {
        return items.stream().map(item -> item == null ? null : item.vector()).toArray(float[][]::new);
    }
}
