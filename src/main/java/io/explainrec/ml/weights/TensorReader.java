package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.LayerNorm;
import io.explainrec.ml.tensor.Linear;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Reads the weights of one model, each by name and shape, and keeps account of what was left unread. */
public final class TensorReader {
    private final TensorSource source;
    private final NDManager manager;
    private final Set<String> read = new HashSet<>();

    /**
     * @param manager owns the memory of what is read
     */
    public TensorReader(TensorSource source, NDManager manager) {
        this.source = source;
        this.manager = manager;
    }

    /**
     * Reads a tensor as float32.
     *
     * @throws ModelFileException where there is none of this name and shape, or it cannot be read
     */
    public NDArray read(String name, long... expected) {
        Shape shape = source.shape(name);
        if (!shape.equals(new Shape(expected))) {
            throw new ModelFileException(
                    source.file(),
                    "tensor '" + name + "' has shape " + shape + ", expected " + new Shape(expected)
                            + " by the model's configuration");
        }
        read.add(name);
        return source.load(name, manager);
    }

    /**
     * The same of a tensor all of whose numbers are finite.
     *
     * @throws ModelFileException also where one is not
     */
    public NDArray finite(String name, long... expected) {
        NDArray tensor = read(name, expected);
        requireFinite(source.file(), name, tensor);
        return tensor;
    }

    /**
     * Goes through the numbers of a tensor.
     *
     * @throws ModelFileException where one is not finite
     */
    public static void requireFinite(Path file, String name, NDArray tensor) {
        for (float number : tensor.toFloatArray()) {
            if (!Float.isFinite(number)) {
                throw new ModelFileException(
                        file, "has " + number + " in '" + name + "'; expected finite numbers: fit or train anew");
            }
        }
    }

    /** Reads the weight and the bias of a linear layer. */
    public Linear linear(String name, int out, int in) {
        return new Linear(read(name + ".weight", out, in), read(name + ".bias", out));
    }

    /** Reads the weight and the bias of a layer norm. */
    public LayerNorm layerNorm(String name, int embed, float epsilon) {
        return new LayerNorm(read(name + ".weight", embed), read(name + ".bias", embed), epsilon);
    }

    /**
     * A tensor that was not read (a bias, factors of rotary scaling, an expert, a further layer) belongs to a model that is
     * not computed.
     *
     * @param ignored names of tensors that do not change the result
     * @throws ModelFileException naming the first tensor that was neither read nor is ignored
     */
    public void refuseUnread(Predicate<String> ignored) {
        Set<String> unread = new TreeSet<>(source.names());
        unread.removeAll(read);
        unread.removeIf(ignored);
        if (!unread.isEmpty()) {
            throw new ModelFileException(
                    source.file(),
                    "has " + unread.size() + " tensors that this program does not compute with, the first '"
                            + unread.iterator().next()
                            + "'; supported: the architecture's usual ones, in as many layers"
                            + " as the configuration says");
        }
    }
}
