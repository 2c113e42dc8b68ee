package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;

/**
 * Scores with {@link BiasedFactors}, the user's vector solved again from all that the user did until now.
 *
 * @param part how much of the prediction is taken
 */
public record FoldedFactors(String name, BiasedFactors.Options options, Part part) implements Scorer {
    /** How much of {@code mu + b_i + p_u . q_i + b_u} is taken. */
    public enum Part {
        /** {@code mu + b_i}: nothing of the user. */
        ITEM,
        /** The user's direction too: what orders items within a user. */
        FACTORS,
        /** All: the user's level too, which orders nothing within a user. */
        OFFSET
    }

    @Override
    public Scale scale() {
        return Scale.RATING;
    }

    @Override
    public Fitted fit(Interactions past) {
        BiasedFactors factors = BiasedFactors.fit(past, options);
        boolean rated = past.rated();
        Histories histories = Histories.of(past, BiasedFactors.target(rated));
        return () -> new Folding(factors, histories.fork(), BiasedFactors.target(rated));
    }

    private final class Folding implements State {
        private final BiasedFactors factors;
        private final Histories histories;
        private final Histories.Value target;
        private final BiasedFactors.Regression regression;
        /** By user, what was solved; null where an event came since. */
        private final double[][] solved;

        Folding(BiasedFactors factors, Histories histories, Histories.Value target) {
            this.factors = factors;
            this.histories = histories;
            this.target = target;
            regression = factors.regression();
            solved = new double[histories.users()][];
        }

        @Override
        public double score(int user, int item) {
            double level = factors.itemLevel(item);
            if (part == Part.ITEM) {
                return level;
            }
            if (solved[user] == null) {
                solved[user] = factors.foldIn(histories, user, regression);
            }
            double directed = level + factors.affinity(solved[user], item);
            return part == Part.FACTORS ? directed : directed + solved[user][0];
        }

        @Override
        public void observe(Interactions events, int row) {
            int user = events.user(row);
            histories.append(user, events.item(row), target.of(events, row));
            solved[user] = null;
        }
    }
}
