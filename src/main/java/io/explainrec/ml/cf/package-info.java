/**
 * Collaborative filtering, and the simple scorers that anything better has to beat: counts, means, neighbours, factors. Plain
 * arrays, seeds as arguments, the same answer on each run. What is public is a {@link io.explainrec.ml.eval.Scorer}, or what the decision
 * layer's fits learn by.
 */
package io.explainrec.ml.cf;
