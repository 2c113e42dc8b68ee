package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;

/** The linear layers of a decoder: the base model's own, or with an adapter over them. */
@FunctionalInterface
public interface Linears {
    /**
     * A layer's projection of x.
     *
     * @param x (.., in)
     * @return (.., out), owned by the manager of x
     */
    NDArray apply(int layer, Projection projection, NDArray x);
}
