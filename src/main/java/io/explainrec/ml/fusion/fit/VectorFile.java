package io.explainrec.ml.fusion.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Vectors by key in a safetensors file, a tensor each; so many at most, since its directory is bounded. */
final class VectorFile {
    /** Vectors at most, by keys of {@link VectorCache}'s length. */
    static final int MOST = 900_000;

    private VectorFile() {}

    /** Writes them whole or not at all. */
    static void write(Path file, Map<String, float[]> vectors) {
        try (NDManager manager = Torch.manager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            vectors.forEach((key, vector) -> tensors.put(key, manager.create(vector)));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
    }

    /**
     * All vectors of a file.
     *
     * @throws ModelFileException where it cannot be read, or a tensor is no vector of this dimension
     */
    static Map<String, float[]> read(Path file, int dimension) {
        Map<String, float[]> vectors = new LinkedHashMap<>();
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            for (String key : source.names()) {
                if (source.shape(key).dimension() != 1 || source.shape(key).get(0) != dimension) {
                    throw new ModelFileException(
                            file,
                            "has a tensor '" + key + "' of shape " + source.shape(key) + "; expected vectors of length "
                                    + dimension);
                }
                try (NDManager manager = Torch.manager()) {
                    vectors.put(key, source.load(key, manager).toFloatArray());
                }
            }
        }
        return vectors;
    }
}
