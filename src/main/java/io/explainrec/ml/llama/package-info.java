/**
 * LLaMA: configuration, weights, state of a call, scoring over a shared prefix, generation.
 */
package io.explainrec.ml.llama;
