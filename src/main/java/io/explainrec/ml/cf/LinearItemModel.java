package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;

/**
 * What item-item models learn: {@code score(u, j) = sum over likes i of u of W[i][j]}. Where that says the same of two items, as for
 * someone without a history, the more popular one comes first.
 *
 * @param weights W, by liked item and scored item
 * @param likes of each item, to break ties with
 */
record LinearItemModel(float[][] weights, Histories liked, double[] likes) implements Scorer.Fitted {
    static final double TIE_BREAK = 1e-9;

    /** How often each item was liked. */
    static double[] likes(Interactions rows) {
        double[] likes = new double[rows.items()];
        for (int r = 0; r < rows.size(); r++) {
            likes[rows.item(r)] += rows.liked(r) ? 1 : 0;
        }
        return likes;
    }

    @Override
    public Scorer.State state() {
        return new Linear(liked.fork());
    }

    private final class Linear implements Scorer.State {
        private final Histories known;

        Linear(Histories known) {
            this.known = known;
        }

        @Override
        public double score(int user, int item) {
            double sum = TIE_BREAK * likes[item];
            for (int k = 0; k < known.size(user); k++) {
                sum += weights[known.item(user, k)][item];
            }
            return sum;
        }

        @Override
        public void scoreAll(int user, double[] scores) {
            Arrays.setAll(scores, item -> TIE_BREAK * likes[item]);
            for (int k = 0; k < known.size(user); k++) {
                float[] row = weights[known.item(user, k)];
                for (int item = 0; item < scores.length; item++) {
                    scores[item] += row[item];
                }
            }
        }

        @Override
        public void observe(Interactions events, int row) {
            if (events.liked(row)) {
                known.like(events.user(row), events.item(row));
            }
        }
    }
}
