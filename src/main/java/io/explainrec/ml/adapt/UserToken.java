package io.explainrec.ml.adapt;

/**
 * What stands for one user in prompts, in place of the first token behind the history, see {@link TokenAdaptation}.
 *
 * @param vector (E)
 */
public record UserToken(float[] vector) {}
