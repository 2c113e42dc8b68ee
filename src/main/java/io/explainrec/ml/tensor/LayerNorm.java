package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Layer norm over the last axis (Ba et al. 2016, arXiv 1607.06450).
 *
 * @param weight one per element of the axis
 * @param bias one per element of the axis
 * @param epsilon added to the variance
 */
public record LayerNorm(NDArray weight, NDArray bias, float epsilon) {
    /** x (.., E) to (.., E). */
    public NDArray apply(NDArray x) {
        return Torch.layerNorm(x, weight, bias, epsilon);
    }
}
