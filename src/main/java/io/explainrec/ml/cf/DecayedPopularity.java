package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Recent popularity: each like counts {@code 2^-(age / half-life)}. Ages are taken from the last event of the past; a later like
 * counts more than 1 by the same formula, so that all weights keep their ratios and the order is that of any later moment.
 *
 * @param halfLife after which a like counts half
 */
public record DecayedPopularity(String name, Duration halfLife) implements Scorer {
    /** Ages are then taken from a later moment: a like would count more than a double can hold. */
    private static final double MOST_HALF_LIVES = 500;

    public DecayedPopularity {
        if (halfLife.toSeconds() < 1) {
            throw new IllegalArgumentException("the half-life is " + halfLife + "; expected at least a second");
        }
    }

    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Optional<String> obstacle(Interactions data) {
        return data.untimed() == 0
                ? Optional.empty()
                : Optional.of(
                        "it needs times, and " + data.untimed() + " of " + data.size() + " interactions have none");
    }

    @Override
    public Fitted fit(Interactions past) {
        double[] n = new double[past.items()];
        long now = past.size() == 0 ? 0 : past.second(past.size() - 1);
        for (int r = 0; r < past.size(); r++) {
            n[past.item(r)] += weight(past, r, now);
        }
        return () -> new Decaying(n.clone(), now);
    }

    private double weight(Interactions rows, int row, long now) {
        return rows.liked(row) ? Math.pow(2, (rows.second(row) - now) / (double) halfLife.toSeconds()) : 0;
    }

    private final class Decaying implements State {
        private final double[] n;
        private long now;

        Decaying(double[] n, long now) {
            this.n = n;
            this.now = now;
        }

        @Override
        public double score(int user, int item) {
            return Math.log1p(n[item]);
        }

        @Override
        public void observe(Interactions events, int row) {
            double later = (events.second(row) - now) / (double) halfLife.toSeconds();
            if (later > MOST_HALF_LIVES) {
                double left = Math.pow(2, -later);
                Arrays.setAll(n, item -> n[item] * left);
                now = events.second(row);
            }
            n[events.item(row)] += weight(events, row, now);
        }

        @Override
        public void support(Interactions events, int row) {}
    }
}
