package io.explainrec.ml.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.fusion.Parameters.Kind;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fuses the modalities of an item by attention (ExplainRec, arXiv 2511.14770; what it leaves open is ours): z_m = LN(W_m h_m +
 * e_m); a = softmax over the modalities present of (q . K z_m) / sqrt(d); h = sum of a_m V z_m. The query q is Q c for a context
 * c, else learned. A missing modality is masked, so it has no weight and its parameters no gradient. Legend: B items, M
 * modalities, d width.
 *
 * <p>For use, {@link #fuse}; for training, {@link #forward} over {@link #parameters} that require gradients. Threads may share
 * one that is not trained.
 */
public final class AttentionFusion implements AutoCloseable {
    /** The file of its numbers in its folder. */
    public static final String WEIGHTS = Parameters.FILE;

    /** Items that are computed at once. */
    private static final int BATCH = 256;

    private static final String KIND = "explainrec_fusion";
    private static final float MASKED = -Float.MAX_VALUE;

    /** Small, so that the first weights are about equal and no modality starts collapsed. */
    private static final double FIRST_DEVIATION = 0.02;

    /**
     * What a forward gives.
     *
     * @param vectors (B,d)
     * @param weights (B,M), 0 for what is missing; rows add up to 1
     */
    public record Fused(NDArray vectors, NDArray weights) {}

    private final FusionConfig config;
    private final Parameters parameters;

    private AttentionFusion(FusionConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    /** An untrained one; a seed gives the same one everywhere. */
    public static AttentionFusion initial(FusionConfig config, long seed) {
        return new AttentionFusion(config, Parameters.initial(kinds(config), seed));
    }

    /**
     * Reads the folder that {@link #save} wrote: {@code config.json} and {@code model.safetensors}.
     *
     * @throws ModelFileException where a file is missing or broken, or the two do not fit
     */
    public static AttentionFusion open(Path folder) {
        FusionConfig config = ConfigFile.read(folder, KIND, AttentionFusion::config);
        return new AttentionFusion(config, Parameters.load(folder, kinds(config)));
    }

    /** Writes the two files, each whole or not at all; the folder is made where it is missing. */
    public void save(Path folder) {
        ObjectNode json = ConfigFile.of(KIND);
        ArrayNode modalities = json.putArray("modalities");
        config.modalities()
                .forEach(modality ->
                        modalities.addObject().put("name", modality.name()).put("dimension", modality.dimension()));
        json.put("width", config.width()).put("context", config.context()).put("epsilon", config.epsilon());
        ConfigFile.makeFolder(folder);
        parameters.save(folder);
        ConfigFile.write(folder, json);
    }

    private static FusionConfig config(ModelJson json) {
        List<Modality> modalities = json.objects("modalities").stream()
                .map(modality -> new Modality(modality.text("name"), modality.whole("dimension")))
                .toList();
        return new FusionConfig(modalities, json.whole("width"), json.whole("context"), (float)
                json.number("epsilon", FusionConfig.DEFAULT_EPSILON));
    }

    private static List<Kind> kinds(FusionConfig config) {
        int d = config.width();
        List<Kind> kinds = new ArrayList<>();
        for (Modality modality : config.modalities()) {
            int in = modality.dimension();
            kinds.add(Kind.of("project." + modality.name() + ".weight", Initial.linear(in), d, in));
            kinds.add(Kind.of("embedding." + modality.name(), Initial.normal(FIRST_DEVIATION), d));
        }
        kinds.add(Kind.of("norm.weight", Initial.constant(1), d));
        kinds.add(Kind.of("norm.bias", Initial.constant(0), d));
        kinds.add(Kind.of("key.weight", Initial.linear(d), d, d));
        kinds.add(Kind.of("value.weight", Initial.linear(d), d, d));
        kinds.add(Kind.of("query.alone", Initial.normal(FIRST_DEVIATION), d));
        if (config.context() > 0) {
            kinds.add(Kind.of("query.context.weight", Initial.linear(config.context()), d, config.context()));
        }
        return kinds;
    }

    public FusionConfig config() {
        return config;
    }

    /** The arrays that are computed with, by name; an optimiser changes them in place. */
    public Map<String, NDArray> parameters() {
        return parameters.all();
    }

    /** Fuses the items, in their order. */
    public List<FusedItem> fuse(List<FusionInput> items) {
        List<FusedItem> fused = new ArrayList<>();
        for (int from = 0; from < items.size(); from += BATCH) {
            List<FusionInput> part = items.subList(from, Math.min(from + BATCH, items.size()));
            try (NDManager call = parameters.call()) {
                Fused result = forward(FusionBatch.of(config, part, call));
                float[] vectors = result.vectors.toFloatArray();
                float[] weights = result.weights.toFloatArray();
                for (int row = 0; row < part.size(); row++) {
                    fused.add(item(part.get(row), row, vectors, weights));
                }
            }
        }
        return fused;
    }

    private FusedItem item(FusionInput input, int row, float[] vectors, float[] weights) {
        float[] vector = new float[config.width()];
        System.arraycopy(vectors, row * vector.length, vector, 0, vector.length);
        List<String> names = config.names();
        Map<String, Float> named = new HashMap<>();
        for (int m = 0; m < names.size(); m++) {
            if (input.features().containsKey(names.get(m))) {
                named.put(names.get(m), weights[row * names.size() + m]);
            }
        }
        return new FusedItem(vector, named);
    }

    /** Vectors and weights of a batch, owned by the batch's manager; gradients reach the parameters where they are asked for. */
    public Fused forward(FusionBatch batch) {
        long b = batch.present().getShape().get(0);
        int m = config.modalities().size();
        int d = config.width();
        NDArray[] projected = new NDArray[m];
        for (int i = 0; i < m; i++) {
            projected[i] = projected(
                            config.modalities().get(i), batch.features().get(i))
                    .reshape(b, 1, d);
        }
        NDArray z = Torch.concat(1, projected); // (B,M,d)
        NDArray keys = Torch.linear(z, parameters.get("key.weight")); // (B,M,d)
        NDArray scores = Torch.matmul(keys, query(batch).reshape(b, d, 1)).reshape(b, m); // (B,M)
        NDArray mask = batch.present().mul(-1).add(1).mul(MASKED);
        // No plain number: DJL gives its memory free at once, and the gradients still need it.
        NDArray scale = scores.getManager().create((float) (1 / Math.sqrt(d)));
        NDArray weights = scores.mul(scale).add(mask).softmax(-1);
        NDArray values = Torch.linear(z, parameters.get("value.weight")); // (B,M,d)
        NDArray fused = Torch.matmul(weights.reshape(b, 1, m), values).reshape(b, d);
        return new Fused(fused, weights);
    }

    private NDArray projected(Modality modality, NDArray features) {
        NDArray x = Torch.linear(features, parameters.get("project." + modality.name() + ".weight"))
                .add(parameters.get("embedding." + modality.name())); // (B,d)
        return Torch.layerNorm(x, parameters.get("norm.weight"), parameters.get("norm.bias"), config.epsilon());
    }

    /** (B,d): without a context the learned query, and what the zeros in a context's place give is zero. */
    private NDArray query(FusionBatch batch) {
        NDArray alone = batch.alone().mul(parameters.get("query.alone"));
        return config.context() == 0
                ? alone
                : alone.add(Torch.linear(batch.context(), parameters.get("query.context.weight")));
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
