package io.explainrec.ml.evidence.fit;

/**
 * One row that heads are fitted on.
 *
 * @param values by source, NaN where masked
 * @param events of the user's history: of several on one item, one
 * @param user one number for the rows of one user with one history
 * @param base log-odds of a like in the domain
 * @param asItIs whether the history is the user's own, and not what would be known of a newcomer
 */
record Row(double[] values, int events, int user, boolean liked, double base, double weight, boolean asItIs) {
    /** One with the user's own history, which counts once. */
    Row(double[] values, int events, int user, boolean liked, double base) {
        this(values, events, user, liked, base, 1, true);
    }
}
