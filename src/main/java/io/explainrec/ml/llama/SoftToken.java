package io.explainrec.ml.llama;

/**
 * A vector in place of a token's embedding.
 *
 * @param place of the token among the ids that it belongs to, from 0
 * @param vector as wide as the model
 */
public record SoftToken(int place, float[] vector) {}
