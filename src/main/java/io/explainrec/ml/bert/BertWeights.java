package io.explainrec.ml.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TensorReader;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.List;

/** The weights of a BERT encoder in float32, immutable, under the names that Hugging Face checkpoints have. */
record BertWeights(NDArray words, NDArray positions, NDArray types, Norm norm, List<Layer> layers) {
    /** The head of BERT's own pre-training, which a mean of hidden states does not pass through. */
    private static final String POOLER = "pooler.";

    /** 0, 1, 2, .., which some checkpoints spell out. */
    private static final String POSITION_IDS = "embeddings.position_ids";

    /** Linear layer: weight (out, in) and bias (out). */
    record Linear(NDArray weight, NDArray bias) {
        NDArray apply(NDArray x) {
            return Torch.linear(x, weight, bias);
        }
    }

    /** Layer norm over the last axis. */
    record Norm(NDArray weight, NDArray bias) {
        NDArray apply(NDArray x, float epsilon) {
            return Torch.layerNorm(x, weight, bias, epsilon);
        }
    }

    /** One encoder layer. */
    record Layer(
            Linear query,
            Linear key,
            Linear value,
            Linear attended,
            Norm afterAttention,
            Linear wide,
            Linear narrow,
            Norm last) {}

    /**
     * Reads all weights into memory of the manager.
     *
     * @throws ModelFileException naming a tensor that is missing, has another shape than the configuration asks for, or
     *     would be left unused
     */
    static BertWeights load(TensorSource source, BertConfig config, NDManager manager) {
        TensorReader tensors = new TensorReader(source, manager);
        Reader reader = new Reader(tensors);
        int e = config.embed();
        int f = config.feedForward();
        List<Layer> stack = new ArrayList<>();
        for (int i = 0; i < config.layers(); i++) {
            String at = "encoder.layer." + i + ".";
            stack.add(new Layer(
                    reader.linear(at + "attention.self.query", e, e),
                    reader.linear(at + "attention.self.key", e, e),
                    reader.linear(at + "attention.self.value", e, e),
                    reader.linear(at + "attention.output.dense", e, e),
                    reader.norm(at + "attention.output.LayerNorm", e),
                    reader.linear(at + "intermediate.dense", f, e),
                    reader.linear(at + "output.dense", e, f),
                    reader.norm(at + "output.LayerNorm", e)));
        }
        BertWeights weights = new BertWeights(
                tensors.read("embeddings.word_embeddings.weight", config.vocabulary(), e),
                tensors.read("embeddings.position_embeddings.weight", config.positions(), e),
                tensors.read("embeddings.token_type_embeddings.weight", config.types(), e),
                reader.norm("embeddings.LayerNorm", e),
                List.copyOf(stack));
        tensors.refuseUnread(name -> name.startsWith(POOLER) || name.equals(POSITION_IDS));
        return weights;
    }

    private record Reader(TensorReader tensors) {
        Linear linear(String name, int out, int in) {
            return new Linear(tensors.read(name + ".weight", out, in), tensors.read(name + ".bias", out));
        }

        Norm norm(String name, int embed) {
            return new Norm(tensors.read(name + ".weight", embed), tensors.read(name + ".bias", embed));
        }
    }
}
