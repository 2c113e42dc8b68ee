/**
 * Adapts the language model's answer to one user by a few steps over the states of what that user said last. Calls {@code instruct},
 * {@code llama}, {@code text}, {@code weights}, and {@code eval} for its figures.
 */
package io.explainrec.ml.adapt;
