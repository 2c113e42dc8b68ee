package io.explainrec.ml.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.SafetensorsWriter;
import io.explainrec.ml.weights.TensorReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Named parameters of a small model, in memory of their own; closed with the model. */
final class Parameters implements AutoCloseable {
    static final String FILE = "model.safetensors";

    /** Name, shape and first values of a parameter. */
    record Kind(String name, Shape shape, Initial initial) {
        static Kind of(String name, Initial initial, long... shape) {
            return new Kind(name, new Shape(shape), initial);
        }
    }

    private final NDManager manager = Torch.manager();
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    private Parameters() {}

    /** First values; a seed gives the same ones everywhere. */
    static Parameters initial(List<Kind> kinds, long seed) {
        Parameters parameters = new Parameters();
        Random random = new Random(seed);
        for (Kind kind : kinds) {
            NDArray array = Torch.create(parameters.manager, kind.shape, to -> {
                while (to.hasRemaining()) {
                    to.put((float) kind.initial.next(random));
                }
            });
            parameters.arrays.put(kind.name, array);
        }
        return parameters;
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws ModelFileException where a parameter is missing, has another shape or a number that is not finite, or is one too many
     */
    static Parameters load(Path folder, List<Kind> kinds) {
        Parameters parameters = new Parameters();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(FILE))) {
            TensorReader reader = new TensorReader(file, parameters.manager);
            for (Kind kind : kinds) {
                parameters.arrays.put(kind.name, reader.finite(kind.name, kind.shape.getShape()));
            }
            reader.refuseUnread(name -> false);
            return parameters;
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    /** Writes them whole or not at all. */
    void save(Path folder) {
        SafetensorsWriter.write(folder.resolve(FILE), arrays, Map.of("format", "pt"));
    }

    NDArray get(String name) {
        return arrays.get(name);
    }

    /** The arrays themselves, by name. */
    Map<String, NDArray> all() {
        return Collections.unmodifiableMap(arrays);
    }

    /** A manager for what one call makes. */
    NDManager call() {
        return manager.newSubManager();
    }

    /** Arrays that are held, for tests of leaks. */
    int held() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
