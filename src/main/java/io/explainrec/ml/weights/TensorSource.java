package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Set;

/** Named tensors of a model file. */
public interface TensorSource extends AutoCloseable {
    /** Names of all tensors. */
    Set<String> names();

    /**
     * Reads a tensor as float32 into native memory that the manager owns.
     *
     * @throws ModelFileException where there is none of this name, or it cannot be read
     */
    NDArray load(String name, NDManager manager);

    @Override
    void close();
}
