package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Set;

/** Named tensors of a model file. */
public interface TensorSource extends AutoCloseable {
    /** The file, for messages. */
    Path file();

    /** Names of all tensors that can be read. */
    Set<String> names();

    /**
     * The shape of a tensor, row-major, slowest axis first.
     *
     * @throws ModelFileException where there is none of this name
     */
    Shape shape(String name);

    /**
     * Reads a tensor as float32 into native memory that the manager owns.
     *
     * @throws ModelFileException where there is none of this name, or it cannot be read
     */
    NDArray load(String name, NDManager manager);

    @Override
    void close();
}
