package io.explainrec.ml.evidence.fit;

/**
 * One row that heads are fitted on.
 *
 * @param values by source, NaN where masked
 * @param events of the user's history that tell a taste in the domain: of several on one item, one
 * @param user one number for the rows of one user with one history; of rows that are described one after the other, for those of one user
 * @param base log-odds of a like in the domain
 * @param known of the user's history
 */
record Row(double[] values, int events, int user, boolean liked, double base, double weight, Known known) {
    /** What of a user's history a row is described by. */
    enum Known {
        AS_IT_IS,
        /** A few events of it, as would be known of a newcomer. */
        FEW,
        /** What was done in other domains than the row's. */
        ELSEWHERE
    }

    /** One with the user's own history, which counts once. */
    Row(double[] values, int events, int user, boolean liked, double base) {
        this(values, events, user, liked, base, 1, Known.AS_IT_IS);
    }

    /** The same with other values, told by so many events. */
    Row with(double[] others, int told) {
        return new Row(others, told, user, liked, base, weight, known);
    }

    /** The same as another user's. */
    Row of(int other) {
        return new Row(values, events, other, liked, base, weight, known);
    }

    boolean asItIs() {
        return known == Known.AS_IT_IS;
    }
}
