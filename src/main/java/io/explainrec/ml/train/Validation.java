package io.explainrec.ml.train;

/** Scores what is being trained on rows that it does not learn from. */
@FunctionalInterface
interface Validation {
    /**
     * How well it orders; NaN where it is not defined.
     *
     * @param auc over all candidates
     * @param uauc mean over users with both verdicts
     * @param newUsersAuc over candidates of users without a history
     */
    record Score(double auc, double uauc, double newUsersAuc) {}

    Score score();
}
