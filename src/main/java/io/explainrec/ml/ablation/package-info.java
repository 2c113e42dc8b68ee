/**
 * The method with and without its parts: runs of training that differ in one thing, scored on the same held-out rows. Calls
 * {@code train}, {@code instruct}, {@code evidence.fit} and {@code eval}.
 */
package io.explainrec.ml.ablation;
