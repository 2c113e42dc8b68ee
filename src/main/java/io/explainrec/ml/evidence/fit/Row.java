package io.explainrec.ml.evidence.fit;

/**
 * One row that heads are fitted on.
 *
 * @param values by source, NaN where masked
 * @param events of the user's history, as it was given
 * @param base log-odds of a like in the domain
 */
record Row(double[] values, int events, int user, boolean liked, double base, double weight) {}
