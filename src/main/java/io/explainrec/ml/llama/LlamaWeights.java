package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a model in float32, immutable. Linear layers are (out, in), as Hugging Face has them.
 *
 * @param head (V, E); the embedding itself where the two are tied
 */
record LlamaWeights(NDArray embedding, List<Layer> layers, NDArray norm, NDArray head) {
    /** One decoder layer. */
    record Layer(
            NDArray attentionNorm,
            NDArray query,
            NDArray key,
            NDArray value,
            NDArray output,
            NDArray feedForwardNorm,
            NDArray gate,
            NDArray up,
            NDArray down) {}

    /**
     * Reads all weights into memory of the manager.
     *
     * @throws IllegalArgumentException naming a tensor whose shape is not the configuration's
     */
    static LlamaWeights load(TensorSource source, LlamaConfig config, NDManager manager) {
        long e = config.embed();
        long q = (long) config.heads() * config.headSize();
        long kv = (long) config.keyValueHeads() * config.headSize();
        long f = config.feedForward();
        long v = config.vocabulary();
        Reader reader = new Reader(source, manager);
        NDArray embedding = reader.read("model.embed_tokens", v, e);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            String at = "model.layers." + i + ".";
            layers.add(new Layer(
                    reader.read(at + "input_layernorm", e),
                    reader.read(at + "self_attn.q_proj", q, e),
                    reader.read(at + "self_attn.k_proj", kv, e),
                    reader.read(at + "self_attn.v_proj", kv, e),
                    reader.read(at + "self_attn.o_proj", e, q),
                    reader.read(at + "post_attention_layernorm", e),
                    reader.read(at + "mlp.gate_proj", f, e),
                    reader.read(at + "mlp.up_proj", f, e),
                    reader.read(at + "mlp.down_proj", e, f)));
        }
        boolean tied = !source.names().contains("lm_head.weight");
        return new LlamaWeights(
                embedding,
                List.copyOf(layers),
                reader.read("model.norm", e),
                tied ? embedding : reader.read("lm_head", v, e));
    }

    private record Reader(TensorSource source, NDManager manager) {
        NDArray read(String name, long... shape) {
            NDArray tensor = source.load(name + ".weight", manager);
            if (!tensor.getShape().equals(new Shape(shape))) {
                throw new IllegalArgumentException("tensor '" + name + ".weight' has shape " + tensor.getShape()
                        + ", expected " + new Shape(shape) + " by the model's configuration");
            }
            return tensor;
        }
    }
}
