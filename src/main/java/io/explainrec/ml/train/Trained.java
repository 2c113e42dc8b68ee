package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.SafetensorsFile;
import io.explainrec.ml.weights.SafetensorsWriter;
import io.explainrec.ml.weights.TensorReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run changes: the adapter, and heads beside it, whose parameters stand in {@link #HEADS} as {@code head.parameter}. Owns none
 * of the arrays.
 *
 * @param heads of different names; may be empty
 */
public record Trained(LoraAdapter adapter, List<Head> heads) {
    /** The file of the heads' parameters, beside the adapter's; there is none where there are no heads. */
    public static final String HEADS = "heads.safetensors";

    /**
     * Parameters that belong together.
     *
     * @param name without a dot
     * @param parameters float32, by name; changed in place
     * @param decays whether the optimiser's weight decay shrinks them, as it does the adapter's
     */
    public record Head(String name, Map<String, NDArray> parameters, boolean decays) {
        public Head {
            if (name.isBlank() || name.contains(".") || parameters.isEmpty()) {
                throw new IllegalArgumentException("a head '" + name + "' of the parameters " + parameters.keySet()
                        + "; expected a name without a dot, and one parameter or more");
            }
        }

        private Map<String, NDArray> named() {
            Map<String, NDArray> named = new LinkedHashMap<>();
            parameters.forEach((parameter, array) -> named.put(name + "." + parameter, array));
            return named;
        }
    }

    public Trained {
        heads = List.copyOf(heads);
        if (heads.stream().map(Head::name).distinct().count() < heads.size()) {
            throw new IllegalArgumentException("heads "
                    + heads.stream().map(Head::name).toList() + "; expected a name of its own for each of them");
        }
    }

    /** An adapter alone. */
    public static Trained of(LoraAdapter adapter) {
        return new Trained(adapter, List.of());
    }

    /** All parameters by name: the adapter's as PEFT has them, and the heads'. */
    Map<String, NDArray> parameters() {
        Map<String, NDArray> all = new LinkedHashMap<>(adapter.parameters());
        all.putAll(ofHeads(heads));
        return Collections.unmodifiableMap(all);
    }

    /** Names of the parameters that are left alone by weight decay. */
    Set<String> undecayed() {
        return new HashSet<>(
                ofHeads(heads.stream().filter(head -> !head.decays).toList()).keySet());
    }

    private static Map<String, NDArray> ofHeads(List<Head> heads) {
        Map<String, NDArray> named = new LinkedHashMap<>();
        heads.forEach(head -> named.putAll(head.named()));
        return named;
    }

    /** Names of the files that {@link #write} makes. */
    List<String> files() {
        return Stream.concat(AdapterFiles.ALL.stream(), heads.isEmpty() ? Stream.empty() : Stream.of(HEADS))
                .toList();
    }

    /**
     * Writes the files, each whole or not at all.
     *
     * @param base what the base is called
     */
    void write(Path folder, String base) {
        AdapterFiles.write(adapter, base, folder);
        if (!heads.isEmpty()) {
            SafetensorsWriter.write(folder.resolve(HEADS), ofHeads(heads), Map.of());
        }
    }

    /**
     * Puts what was written into the parameters.
     *
     * @throws io.explainrec.ml.weights.ModelFileException where a file is missing or broken, or holds other parameters
     */
    void load(Path folder) {
        load(folder.resolve(AdapterFiles.WEIGHTS), adapter.parameters());
        if (!heads.isEmpty()) {
            load(folder.resolve(HEADS), ofHeads(heads));
        }
    }

    /** Puts a file's tensors, which must be these and no others, into the arrays. */
    static void load(Path file, Map<String, NDArray> into) {
        Torch.withoutGradients(() -> {
            try (SafetensorsFile source = SafetensorsFile.open(file);
                    NDManager scope = Torch.manager()) {
                TensorReader reader = new TensorReader(source, scope);
                into.forEach((name, array) ->
                        reader.read(name, array.getShape().getShape()).copyTo(array));
                reader.refuseUnread(name -> false);
            }
        });
    }
}
