package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a model, immutable. Linear layers are (out, in), as Hugging Face has them, and of the stated precision; the rest is in
 * float32.
 *
 * @param head (V, E); the embedding itself where the two are tied
 */
record LlamaWeights(Precision precision, NDArray embedding, List<Layer> layers, NDArray norm, NDArray head)
        implements Linears {
    private static final String HEAD = "lm_head.weight";

    /** What old checkpoints keep of the rotary embedding, and the configuration says as well. */
    private static final String DERIVED = ".rotary_emb.inv_freq";

    /**
     * One decoder layer.
     *
     * @param projections by ordinal, each (out, in)
     */
    record Layer(NDArray attentionNorm, NDArray feedForwardNorm, List<NDArray> projections) {
        NDArray weight(Projection projection) {
            return projections.get(projection.ordinal());
        }
    }

    /** An array of the linear layers' type. */
    NDArray like() {
        return layers.getFirst().weight(Projection.QUERY);
    }

    @Override
    public NDArray apply(int layer, Projection projection, NDArray x) {
        return Torch.linear(x, layers.get(layer).weight(projection));
    }

    /**
     * Reads all weights into memory of the manager.
     *
     * @throws ModelFileException naming a tensor that is missing, has another shape than the configuration asks for, or
     *     would be left unused
     */
    static LlamaWeights load(TensorSource source, LlamaConfig config, Precision precision, NDManager manager) {
        long e = config.embed();
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
            int layer = i;
            layers.add(new Layer(
                    reader.read("model.layers." + i + ".input_layernorm.weight", e),
                    reader.read("model.layers." + i + ".post_attention_layernorm.weight", e),
                    Arrays.stream(Projection.values())
                            .map(p ->
                                    precision.of(reader.read(p.module(layer) + ".weight", p.out(config), p.in(config))))
                            .toList()));
        }
        NDArray norm = reader.read("model.norm.weight", e);
        NDArray head = ownHead ? reader.read(HEAD, v, e) : embedding;
        reader.refuseUnread(name -> name.endsWith(DERIVED));
        return new LlamaWeights(precision, embedding, List.copyOf(layers), norm, head);
    }
}
