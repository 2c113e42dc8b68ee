package io.explainrec.ml.train;

import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.PooledAuc;
import io.explainrec.ml.eval.UserMean;
import io.explainrec.ml.llama.PrefixScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Scores the candidates of rows over their shared histories, as serving does. Owns the scorer. */
final class RowValidation implements Validation {
    private final PrefixScorer scorer;
    private final SoftItems items;
    private final List<Row> rows;

    /**
     * A row of a user.
     *
     * @param place what it is called where something is wrong with it
     */
    record Row(String place, String user, boolean known, AttributedSequence sequence) {}

    /**
     * @param items null where prompts have no vectors
     */
    RowValidation(PrefixScorer scorer, SoftItems items, List<Row> rows) {
        this.scorer = scorer;
        this.items = items;
        this.rows = List.copyOf(rows);
    }

    @Override
    public Score score(BooleanSupplier stop) {
        List<float[]> logits =
                RowScores.of(scorer, items, rows.stream().map(Row::sequence).toList(), done -> {}, stop);
        List<Double> scores = new ArrayList<>();
        InteractionsBuilder builder = new InteractionsBuilder();
        List<Boolean> unknown = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            requireFinite(row, logits.get(r));
            for (int c = 0; c < logits.get(r).length; c++) {
                // Each candidate is an item of its own: what counts is whose it is and its verdict.
                builder.add(row.user, Integer.toString(scores.size()), liked(row, c), Float.NaN, null);
                scores.add((double) logits.get(r)[c]);
                unknown.add(!row.known);
            }
        }
        Interactions all = builder.build();
        double[] values = scores.stream().mapToDouble(Double::doubleValue).toArray();
        int[] ofNew = IntStream.range(0, values.length).filter(unknown::get).toArray();
        return Score.ofOrder(
                PooledAuc.of(all, values),
                UserMean.auc(all, values).once(all.users()),
                PooledAuc.of(
                        all.select(ofNew),
                        IntStream.of(ofNew).mapToDouble(k -> values[k]).toArray()));
    }

    @Override
    public void close() {
        scorer.close();
    }

    private static void requireFinite(Row row, float[] logits) {
        for (float logit : logits) {
            if (!Float.isFinite(logit)) {
                throw new TrainingException(
                        row.place + " is scored " + logit
                                + ", which is not finite; the last checkpoint is kept: lower learningRate, or look at this row");
            }
        }
    }

    private static boolean liked(Row row, int candidate) {
        return row.sequence.candidates().get(candidate).liked();
    }
}
