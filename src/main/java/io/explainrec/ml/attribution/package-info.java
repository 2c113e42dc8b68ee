/** Attributed preferences: what a training sequence holds, and the loss over its verdicts and reasons. Calls {@code llama} and {@code tensor}. */
package io.explainrec.ml.attribution;
