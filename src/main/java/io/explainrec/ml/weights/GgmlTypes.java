package io.explainrec.ml.weights;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Element types by the numbers that GGUF files have for them. */
final class GgmlTypes {
    private static final Map<Integer, TensorType> COMPUTED = new TreeMap<>(Map.ofEntries(
            Map.entry(0, TensorType.F32),
            Map.entry(1, TensorType.F16),
            Map.entry(2, TensorType.Q4_0),
            Map.entry(3, TensorType.Q4_1),
            Map.entry(6, TensorType.Q5_0),
            Map.entry(7, TensorType.Q5_1),
            Map.entry(8, TensorType.Q8_0),
            Map.entry(10, TensorType.Q2_K),
            Map.entry(11, TensorType.Q3_K),
            Map.entry(12, TensorType.Q4_K),
            Map.entry(13, TensorType.Q5_K),
            Map.entry(14, TensorType.Q6_K),
            Map.entry(30, TensorType.BF16)));

    /** What llama.cpp writes besides; named so that a message can say which it was. */
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(20, "IQ4_NL"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(23, "IQ4_XS"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"),
            Map.entry(40, "NVFP4"),
            Map.entry(41, "Q1_0"));

    private GgmlTypes() {}

    /**
     * The type of a tensor.
     *
     * @throws ModelFileException naming the type where it is not computed, and those that are
     */
    static TensorType of(Path file, int id, String tensor) {
        TensorType type = COMPUTED.get(id);
        if (type == null) {
            throw new ModelFileException(
                    file,
                    "tensor '" + tensor + "' has GGML type " + OTHERS.getOrDefault(id, "unknown") + " (" + id
                            + "); supported: "
                            + COMPUTED.values().stream().map(TensorType::name).collect(Collectors.joining(", "))
                            + ". Convert the model to one of these.");
        }
        return type;
    }
}
