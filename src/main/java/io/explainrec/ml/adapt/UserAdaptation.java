package io.explainrec.ml.adapt;

/**
 * How a model adapts to users.
 *
 * @param head in a request
 * @param token in the background, in place of the head once it is there; null where none was learned
 */
public record UserAdaptation(Adaptation head, TokenAdaptation token) {}
