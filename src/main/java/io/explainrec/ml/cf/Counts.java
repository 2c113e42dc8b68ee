package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.Optional;

/**
 * Popularity: {@code log(1 + n_i)}, n the rows of an item, or its likes, among all of the past or the last part of it. The logarithm
 * changes no order; it keeps the value usable as evidence.
 *
 * @param name of the scorer
 * @param likesOnly whether dislikes count for nothing
 * @param latest share of the past that counts, the newest of it
 */
public record Counts(String name, boolean likesOnly, double latest) implements Scorer {
    public Counts {
        if (!(latest > 0 && latest <= 1)) {
            throw new IllegalArgumentException("the share that counts is " + latest + "; expected above 0, at most 1");
        }
    }

    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Optional<String> obstacle(Interactions data) {
        return latest == 1 || data.untimed() == 0
                ? Optional.empty()
                : Optional.of(
                        "it needs times, and " + data.untimed() + " of " + data.size() + " interactions have none");
    }

    @Override
    public Fitted fit(Interactions past) {
        double[] n = new double[past.items()];
        for (int r = past.size() - (int) (past.size() * latest); r < past.size(); r++) {
            n[past.item(r)] += counts(past, r);
        }
        return () -> new Counting(n.clone());
    }

    private int counts(Interactions rows, int row) {
        return !likesOnly || rows.liked(row) ? 1 : 0;
    }

    private final class Counting implements State {
        private final double[] n;

        Counting(double[] n) {
            this.n = n;
        }

        @Override
        public double score(int user, int item) {
            return Math.log1p(n[item]);
        }

        @Override
        public void observe(Interactions events, int row) {
            n[events.item(row)] += counts(events, row);
        }

        @Override
        public void support(Interactions events, int row) {}
    }
}
