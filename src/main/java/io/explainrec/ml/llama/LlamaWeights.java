package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a model in float32, immutable. Linear layers are (out, in), as Hugging Face has them.
 *
 * @param head (V, E); the embedding itself where the two are tied
 */
record LlamaWeights(NDArray embedding, List<Layer> layers, NDArray norm, NDArray head) {
    private static final String HEAD = "lm_head.weight";

    /** What old checkpoints keep of the rotary embedding, and the configuration says as well. */
    private static final String DERIVED = ".rotary_emb.inv_freq";

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
     * @throws ModelFileException naming a tensor that is missing, has another shape than the configuration asks for, or
     *     would be left unused
     */
    static LlamaWeights load(TensorSource source, LlamaConfig config, NDManager manager) {
        long e = config.embed();
        long q = (long) config.heads() * config.headSize();
        long kv = (long) config.keyValueHeads() * config.headSize();
        long f = config.feedForward();
        long v = config.vocabulary();
        TensorReader reader = new TensorReader(source, manager);
        NDArray embedding = reader.read("model.embed_tokens.weight", v, e);
        boolean ownHead = source.names().contains(HEAD);
        if (!ownHead && !config.tied()) {
            throw new ModelFileException(
                    source.file(),
                    "has no output head '" + HEAD + "', and 'tie_word_embeddings' is false; expected the head,"
                            + " or true where the embedding is the head");
        }
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            String at = "model.layers." + i + ".";
            layers.add(new Layer(
                    reader.read(at + "input_layernorm.weight", e),
                    reader.read(at + "self_attn.q_proj.weight", q, e),
                    reader.read(at + "self_attn.k_proj.weight", kv, e),
                    reader.read(at + "self_attn.v_proj.weight", kv, e),
                    reader.read(at + "self_attn.o_proj.weight", e, q),
                    reader.read(at + "post_attention_layernorm.weight", e),
                    reader.read(at + "mlp.gate_proj.weight", f, e),
                    reader.read(at + "mlp.up_proj.weight", f, e),
                    reader.read(at + "mlp.down_proj.weight", e, f)));
        }
        NDArray norm = reader.read("model.norm.weight", e);
        NDArray head = ownHead ? reader.read(HEAD, v, e) : embedding;
        reader.refuseUnread(name -> name.endsWith(DERIVED));
        return new LlamaWeights(embedding, List.copyOf(layers), norm, head);
    }
}
