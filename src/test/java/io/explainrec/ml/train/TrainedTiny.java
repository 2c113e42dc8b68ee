package io.explainrec.ml.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.tensor.Torch;
import java.util.Map;
import java.util.TreeMap;

/** The recorded tiny model with the recorded adapter under gradients, and what PyTorch made of them. */
public final class TrainedTiny implements AutoCloseable {
    public final Llama llama;
    public final LoraAdapter adapter;
    public final JsonNode golden = Golden.read("training");

    public TrainedTiny() {
        Torch.trainingThread(1);
        llama = Llama.open(Golden.folder("tiny-llama"));
        adapter = AdapterFiles.read(Golden.folder("tiny-lora"), llama.config());
        adapter.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /** Gradients by name. */
    public Map<String, float[]> gradients() {
        Map<String, float[]> gradients = new TreeMap<>();
        try (NDManager scope = Torch.manager()) {
            for (Map.Entry<String, NDArray> entry : adapter.parameters().entrySet()) {
                gradients.put(
                        entry.getKey(), Torch.gradient(entry.getValue(), scope).toFloatArray());
            }
        }
        return gradients;
    }

    /** Largest distance of any element, relative to the largest element of the expected. */
    public static double distance(Map<String, float[]> actual, JsonNode expected) {
        double largest = 0;
        for (Map.Entry<String, float[]> entry : actual.entrySet()) {
            float[] reference = Golden.floats(expected.path(entry.getKey()));
            double scale = 1e-12;
            double apart = reference.length == entry.getValue().length ? 0 : Double.POSITIVE_INFINITY;
            for (int i = 0; i < reference.length && Double.isFinite(apart); i++) {
                scale = Math.max(scale, Math.abs(reference[i]));
                apart = Math.max(apart, Math.abs(reference[i] - entry.getValue()[i]));
            }
            largest = Math.max(largest, apart / scale);
        }
        return actual.isEmpty() ? Double.POSITIVE_INFINITY : largest;
    }

    @Override
    public void close() {
        adapter.close();
        llama.close();
        Torch.inferenceThread(1);
    }
}
