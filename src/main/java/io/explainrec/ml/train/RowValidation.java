package io.explainrec.ml.train;

import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.PooledAuc;
import io.explainrec.ml.eval.UserMean;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Scores the candidates of rows over their shared histories, as serving does. */
final class RowValidation implements Validation {
    private final PrefixScorer scorer;
    private final List<Row> rows;

    /** A row of a user. */
    record Row(String user, boolean known, AttributedSequence sequence) {}

    RowValidation(PrefixScorer scorer, List<Row> rows) {
        this.scorer = scorer;
        this.rows = List.copyOf(rows);
    }

    @Override
    public Score score() {
        List<Double> scores = new ArrayList<>();
        InteractionsBuilder builder = new InteractionsBuilder();
        List<Boolean> unknown = new ArrayList<>();
        Torch.withoutGradients(() -> {
            for (Row row : rows) {
                List<int[]> prompts = row.sequence.candidates().stream()
                        .map(AttributedCandidate::prompt)
                        .toList();
                float[] logits = scorer.score(row.sequence.prefix(), prompts, () -> false);
                for (int c = 0; c < logits.length; c++) {
                    // Each candidate is an item of its own: what counts is whose it is and its verdict.
                    builder.add(row.user, Integer.toString(scores.size()), liked(row, c), Float.NaN, null);
                    scores.add((double) logits[c]);
                    unknown.add(!row.known);
                }
            }
        });
        Interactions all = builder.build();
        double[] values = scores.stream().mapToDouble(Double::doubleValue).toArray();
        int[] ofNew = IntStream.range(0, values.length).filter(unknown::get).toArray();
        return new Score(
                PooledAuc.of(all, values),
                mean(UserMean.auc(all, values)),
                PooledAuc.of(
                        all.select(ofNew),
                        IntStream.of(ofNew).mapToDouble(k -> values[k]).toArray()));
    }

    private static boolean liked(Row row, int candidate) {
        return row.sequence.candidates().get(candidate).liked();
    }

    private static double mean(UserMean users) {
        int[] once = new int[users.sum().length];
        Arrays.fill(once, 1);
        return users.over(once);
    }
}
