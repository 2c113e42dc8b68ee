package io.explainrec.ml.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.TensorSource;
import java.util.ArrayList;
import java.util.List;

/** The weights of a BERT encoder in float32, immutable, under the names that Hugging Face checkpoints have. */
record BertWeights(NDArray words, NDArray positions, NDArray types, Norm norm, List<Layer> layers) {
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

    static BertWeights load(TensorSource source, int layers, NDManager manager) {
        Reader reader = new Reader(source, manager);
        List<Layer> stack = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            String at = "encoder.layer." + i + ".";
            stack.add(new Layer(
                    reader.linear(at + "attention.self.query"),
                    reader.linear(at + "attention.self.key"),
                    reader.linear(at + "attention.self.value"),
                    reader.linear(at + "attention.output.dense"),
                    reader.norm(at + "attention.output.LayerNorm"),
                    reader.linear(at + "intermediate.dense"),
                    reader.linear(at + "output.dense"),
                    reader.norm(at + "output.LayerNorm")));
        }
        return new BertWeights(
                reader.read("embeddings.word_embeddings.weight"),
                reader.read("embeddings.position_embeddings.weight"),
                reader.read("embeddings.token_type_embeddings.weight"),
                reader.norm("embeddings.LayerNorm"),
                List.copyOf(stack));
    }

    private record Reader(TensorSource source, NDManager manager) {
        NDArray read(String name) {
            return source.load(name, manager);
        }

        Linear linear(String name) {
            return new Linear(read(name + ".weight"), read(name + ".bias"));
        }

        Norm norm(String name) {
            return new Norm(read(name + ".weight"), read(name + ".bias"));
        }
    }
}
