/**
 * Collaborative filtering, and the simple scorers that anything better has to beat: counts, means, neighbours, factors. Plain
 * arrays, seeds as arguments, the same answer on each run. Everything here is a {@link io.explainrec.ml.eval.Scorer}.
 */
package io.explainrec.ml.cf;
