package io.explainrec.ml.bert;

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

/** The weights of a BERT encoder in float32, immutable, under the names that Hugging Face checkpoints have. */
record BertWeights(NDArray words, NDArray positions, NDArray types, LayerNorm norm, List<Layer> layers) {
    /** The head of BERT's own pre-training, which a mean of hidden states does not pass through. */
    private static final String POOLER = "pooler.";

    /** 0, 1, 2, .., which some checkpoints spell out. */
    private static final String POSITION_IDS = "embeddings.position_ids";

    /** One encoder layer. */
    record Layer(SelfAttention attention, LayerNorm afterAttention, Linear wide, Linear narrow, LayerNorm last) {}

    /**
     * Reads all weights into memory of the manager.
     *
     * @throws ModelFileException naming a tensor that is missing, has another shape than the configuration asks for, or
     *     would be left unused
     */
    static BertWeights load(TensorSource source, BertConfig config, NDManager manager) {
        TensorReader tensors = new TensorReader(source, manager);
        float epsilon = config.epsilon();
        int e = config.embed();
        int f = config.feedForward();
        List<Layer> stack = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            String at = "encoder.layer." + i + ".";
            stack.add(new Layer(
                    new SelfAttention(
                            tensors.linear(at + "attention.self.query", e, e),
                            tensors.linear(at + "attention.self.key", e, e),
                            tensors.linear(at + "attention.self.value", e, e),
                            tensors.linear(at + "attention.output.dense", e, e),
                            config.heads()),
                    tensors.layerNorm(at + "attention.output.LayerNorm", e, epsilon),
                    tensors.linear(at + "intermediate.dense", f, e),
                    tensors.linear(at + "output.dense", e, f),
                    tensors.layerNorm(at + "output.LayerNorm", e, epsilon)));
        }
        BertWeights weights = new BertWeights(
                tensors.read("embeddings.word_embeddings.weight", config.vocabulary(), e),
                tensors.read("embeddings.position_embeddings.weight", config.positions(), e),
                tensors.read("embeddings.token_type_embeddings.weight", config.types(), e),
                tensors.layerNorm("embeddings.LayerNorm", e, epsilon),
                List.copyOf(stack));
        tensors.refuseUnread(name -> name.startsWith(POOLER) || name.equals(POSITION_IDS));
        return weights;
    }
}
