package io.explainrec.ml.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.LayerNorm;
import io.explainrec.ml.tensor.Linear;
import io.explainrec.ml.tensor.SelfAttention;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The weights of CLIP's vision tower in float32, immutable, under the names that Hugging Face checkpoints have. */
record ClipVisionWeights(
        NDArray patches,
        NDArray classToken,
        NDArray positions,
        LayerNorm before,
        List<Layer> layers,
        LayerNorm after,
        NDArray project) {
    private static final String TOWER = "vision_model.";

    /** The text tower and what joins the two, where the checkpoint is of the whole model. */
    private static final Set<String> OF_TEXT = Set.of("text_projection.weight", "logit_scale");

    /** 0, 1, 2, .., which some checkpoints spell out. */
    private static final String POSITION_IDS = TOWER + "embeddings.position_ids";

    /** One encoder layer. */
    record Layer(
            LayerNorm beforeAttention,
            SelfAttention attention,
            LayerNorm beforeFeedForward,
            Linear wide,
            Linear narrow) {}

    /**
     * Reads all weights into memory of the manager.
     *
     * @throws ModelFileException naming a tensor that is missing, has another shape than the configuration asks for, or
     *     would be left unused
     */
    static ClipVisionWeights load(TensorSource source, ClipVisionConfig config, NDManager manager) {
        TensorReader tensors = new TensorReader(source, manager);
        float epsilon = config.epsilon();
        int e = config.embed();
        int f = config.feedForward();
        List<Layer> stack = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            String at = TOWER + "encoder.layers." + i + ".";
            stack.add(new Layer(
                    tensors.layerNorm(at + "layer_norm1", e, epsilon),
                    new SelfAttention(
                            tensors.linear(at + "self_attn.q_proj", e, e),
                            tensors.linear(at + "self_attn.k_proj", e, e),
                            tensors.linear(at + "self_attn.v_proj", e, e),
                            tensors.linear(at + "self_attn.out_proj", e, e),
                            config.heads()),
                    tensors.layerNorm(at + "layer_norm2", e, epsilon),
                    tensors.linear(at + "mlp.fc1", f, e),
                    tensors.linear(at + "mlp.fc2", e, f)));
        }
        int p = config.patch();
        ClipVisionWeights weights = new ClipVisionWeights(
                tensors.read(TOWER + "embeddings.patch_embedding.weight", e, RgbPicture.CHANNELS, p, p),
                tensors.read(TOWER + "embeddings.class_embedding", e),
                tensors.read(TOWER + "embeddings.position_embedding.weight", config.tokens(), e),
                tensors.layerNorm(TOWER + "pre_layrnorm", e, epsilon), // the checkpoints' own spelling
                List.copyOf(stack),
                tensors.layerNorm(TOWER + "post_layernorm", e, epsilon),
                tensors.read("visual_projection.weight", config.projection(), e));
        tensors.refuseUnread(
                name -> name.startsWith("text_model.") || OF_TEXT.contains(name) || name.equals(POSITION_IDS));
        return weights;
    }
}
