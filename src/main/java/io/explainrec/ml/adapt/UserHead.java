package io.explainrec.ml.adapt;

/**
 * What one user changes in the answer's head, see {@link Adaptation}.
 *
 * @param delta (E)
 * @param bias in log-odds
 */
public record UserHead(double[] delta, double bias) {}
