package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Linear layer.
 *
 * @param weight (out, in)
 * @param bias (out)
 */
public record Linear(NDArray weight, NDArray bias) {
    /** x (.., in) to (.., out). */
    public NDArray apply(NDArray x) {
        return Torch.linear(x, weight, bias);
    }
}
