package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Scores of the same rows by models that were trained several times: each figure is the mean over the seeds, and intervals come from
 * resampling users. What seeds add to the spread is told by {@link #bySeed}.
 *
 * @param part what the rows are, as it is written in results
 * @param past what the models could know
 * @param rows that were scored
 * @param scores by model, then by seed, then by row; finite
 */
public record SeededScores(String part, Interactions past, Interactions rows, Map<String, List<double[]>> scores) {
    private static final String PROTOCOL = "frozen";

    public SeededScores {
        scores.forEach((model, seeds) -> seeds.forEach(seed -> IntStream.range(0, seed.length)
                .forEach(r -> SplitScores.check(model, rows, rows.user(r), rows.item(r), seed[r]))));
    }

    /**
     * AUC, UAUC and leanings of each model, and for each rival the paired differences to it.
     *
     * @param rivals models that the others are compared with
     */
    public List<Measurement> measure(EvaluationSettings settings, List<String> rivals) {
        Figures figures = new Figures();
        scores.forEach((model, seeds) -> {
            figures.add(model, "auc", auc(seeds));
            figures.add(model, "uauc", uauc(seeds));
        });
        var resampling = UserResampling.of(rows, settings.resamples(), settings.seed());
        List<Measurement> measured = new ArrayList<>(figures.measure(PROTOCOL, part, resampling));
        for (String rival : rivals) {
            figures.measure(PROTOCOL, part, resampling, settings.against(rival)).stream()
                    .filter(found -> found.scorer().endsWith(Measurement.VERSUS + rival))
                    .forEach(measured::add);
        }
        Leanings leanings = new Leanings(past, rows);
        scores.forEach((model, seeds) -> measured.addAll(leanings.measure(PROTOCOL, part, model, mean(seeds))));
        return measured;
    }

    /** UAUC of each seed of a model. */
    public double[] bySeed(String model) {
        return scores.get(model).stream()
                .mapToDouble(seed -> uauc(List.of(seed)).once(rows.users()))
                .toArray();
    }

    /** How many rows and users the figures rest on. */
    public Report.PartSize size() {
        return Report.PartSize.of(PROTOCOL, part, rows);
    }

    private UserStatistic auc(List<double[]> seeds) {
        return UserStatistic.mean(
                seeds.stream().map(seed -> new PooledAuc(rows, seed)).toList());
    }

    private UserMean uauc(List<double[]> seeds) {
        return UserMean.pooled(
                seeds.stream().map(seed -> UserMean.auc(rows, seed)).toList());
    }

    private static double[] mean(List<double[]> seeds) {
        double[] mean = new double[seeds.getFirst().length];
        for (double[] seed : seeds) {
            for (int r = 0; r < mean.length; r++) {
                mean[r] += seed[r] / seeds.size();
            }
        }
        return mean;
    }
}
