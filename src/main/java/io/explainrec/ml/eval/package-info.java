/**
 * Evaluation: data sets cut by time or by user, protocols that score them, metrics, and intervals from resampling users. What
 * is evaluated comes in through {@link io.explainrec.ml.eval.Scorer}; this room knows none of its implementations.
 */
package io.explainrec.ml.eval;
