package io.explainrec.ml.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.fusion.Parameters.Kind;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * P: R^d -> R^D, linear: a fused item as one token of a language model, in place of its embedding. Legend: B items, d width of
 * the fusion, D width of the language model.
 */
public final class SoftTokenProjection implements AutoCloseable {
    private static final String KIND = "explainrec_soft_token";
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";

    private final int width;
    private final int embed;
    private final Parameters parameters;

    private SoftTokenProjection(int width, int embed, Parameters parameters) {
        this.width = width;
        this.embed = embed;
        this.parameters = parameters;
    }

    /**
     * An untrained one; a seed gives the same one everywhere.
     *
     * @param width d
     * @param embed D
     * @param deviation of the elements of a token: as large as that of the language model's own embeddings, so that the first
     *     tokens are no louder than words; for fused vectors whose elements have a variance of 1
     */
    public static SoftTokenProjection initial(int width, int embed, double deviation, long seed) {
        if (!(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("the deviation is " + deviation + "; expected a number above 0");
        }
        double each = deviation / Math.sqrt(checked(width, embed));
        Initial weight = Initial.normal(each);
        return new SoftTokenProjection(width, embed, Parameters.initial(kinds(width, embed, weight), seed));
    }

    /**
     * Reads the folder that {@link #save} wrote: {@code config.json} and {@code model.safetensors}.
     *
     * @throws ModelFileException where a file is missing or broken, or the two do not fit
     */
    public static SoftTokenProjection open(Path folder) {
        record Size(int width, int embed) {}
        Size size = ConfigFile.read(folder, KIND, json -> {
            Size read = new Size(json.whole("width"), json.whole("embed"));
            checked(read.width, read.embed);
            return read;
        });
        List<Kind> kinds = kinds(size.width, size.embed, Initial.constant(0));
        return new SoftTokenProjection(size.width, size.embed, Parameters.load(folder, kinds));
    }

    /** Writes the two files, each whole or not at all; the folder is made where it is missing. */
    public void save(Path folder) {
        ObjectNode json = ConfigFile.of(KIND).put("width", width).put("embed", embed);
        ConfigFile.makeFolder(folder);
        parameters.save(folder);
        ConfigFile.write(folder, json);
    }

    private static int checked(int width, int embed) {
        if (width < 1 || embed < 1) {
            throw new IllegalArgumentException("width " + width + ", embed " + embed + "; expected at least 1");
        }
        return width;
    }

    private static List<Kind> kinds(int width, int embed, Initial weight) {
        return List.of(Kind.of(WEIGHT, weight, embed, width), Kind.of(BIAS, Initial.constant(0), embed));
    }

    /** d. */
    public int width() {
        return width;
    }

    /** D. */
    public int embed() {
        return embed;
    }

    /** The arrays that are computed with, by name; an optimiser changes them in place. */
    public Map<String, NDArray> parameters() {
        return parameters.all();
    }

    /** (B,d) to (B,D), owned by the vectors' manager; gradients reach the parameters where they are asked for. */
    public NDArray forward(NDArray vectors) {
        return Torch.linear(vectors, parameters.get(WEIGHT), parameters.get(BIAS));
    }

    /** One token per fused vector, in their order. */
    public float[][] tokens(List<float[]> vectors) {
        for (float[] vector : vectors) {
            if (vector.length != width) {
                throw new IllegalArgumentException(
                        "a fused vector has length " + vector.length + "; expected " + width);
            }
        }
        if (vectors.isEmpty()) {
            return new float[0][];
        }
        try (NDManager call = parameters.call()) {
            float[] values =
                    forward(call.create(vectors.toArray(float[][]::new))).toFloatArray();
            float[][] tokens = new float[vectors.size()][embed];
            for (int row = 0; row < tokens.length; row++) {
                System.arraycopy(values, row * embed, tokens[row], 0, embed);
            }
            return tokens;
        }
    }

    /** Arrays that are held, for tests of leaks. */
    int held() {
        return parameters.held();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
