package io.explainrec.ml.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Scores what is being trained on rows that it does not learn from. */
interface Validation extends AutoCloseable {
    /**
     * How well it does.
     *
     * @param decisive what the best model is chosen by, the higher the better; NaN where it is not defined
     * @param figures by name; NaN where one is not defined
     */
    record Score(double decisive, Map<String, Double> figures) {
        private static final String AUC = "auc";
        private static final String NEW_USERS = "newUsersAuc";

        /**
         * How well it orders candidates.
         *
         * @param auc over all candidates
         * @param uauc mean over users with both verdicts, which decides
         * @param newUsersAuc over candidates of users without a history
         */
        static Score ofOrder(double auc, double uauc, double newUsersAuc) {
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(AUC, auc);
            figures.put("uauc", uauc);
            figures.put(NEW_USERS, newUsersAuc);
            return new Score(uauc, figures);
        }

        /** How badly it foretells texts. */
        static Score ofLoss(double loss) {
            return new Score(-loss, Map.of("loss", loss));
        }

        double auc() {
            return figures.getOrDefault(AUC, Double.NaN);
        }

        double newUsersAuc() {
            return figures.getOrDefault(NEW_USERS, Double.NaN);
        }
    }

    /**
     * @param stop asked on the way whether to give up
     * @throws io.explainrec.ml.llama.CancelledCall where it gave up
     */
    Score score(BooleanSupplier stop);

    @Override
    default void close() {}
}
