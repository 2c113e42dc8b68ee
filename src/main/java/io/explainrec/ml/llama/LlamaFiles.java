package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.GgufTokenizer;
import io.explainrec.ml.text.Tokenizer;
import io.explainrec.ml.text.TokenizerJson;
import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ShardedSafetensors;
import io.explainrec.ml.weights.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * An open LLaMA-family model whose weights are not loaded yet.
 *
 * @param tensors under the names of Hugging Face's checkpoints
 */
public record LlamaFiles(LlamaConfig config, TensorSource tensors, Tokenizer tokenizer) implements AutoCloseable {
    /**
     * @throws ModelFileException where the tokenizer has more ids than the model has embeddings
     */
    public LlamaFiles {
        if (tokenizer.vocabularySize() > config.vocabulary()) {
            throw new ModelFileException(
                    tensors.file(),
                    "has embeddings of " + config.vocabulary() + " tokens, but its tokenizer has ids up to "
                            + (tokenizer.vocabularySize() - 1));
        }
    }

    /**
     * Opens a GGUF file, or a folder with {@code config.json}, {@code tokenizer.json} and the weights.
     *
     * @throws ModelFileException where a file is missing or broken, or asks for something that is not computed here
     */
    public static LlamaFiles open(Path path) {
        return Files.isDirectory(path) ? openFolder(path) : openGguf(path);
    }

    /**
     * Reads names and shapes of all tensors and no numbers, so that a model of any size is checked in a moment.
     *
     * @throws ModelFileException naming a tensor that is missing, has another shape than the configuration asks for, or
     *     would be left unused
     */
    public void check() {
        try (NDManager manager = Torch.manager()) {
            LlamaWeights.load(new Unread(tensors), config, Precision.FLOAT32, manager);
        }
    }

    private static LlamaFiles openGguf(Path path) {
        GgufFile file = GgufFile.open(path);
        try {
            LlamaConfig config = GgufLlamaConfig.read(file);
            return new LlamaFiles(config, new GgufLlamaTensors(file, config), GgufTokenizer.read(file));
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static LlamaFiles openFolder(Path folder) {
        LlamaConfig config = LlamaConfigJson.read(folder.resolve("config.json"));
        TensorSource tensors = ShardedSafetensors.openFolder(folder);
        try {
            return new LlamaFiles(config, tensors, TokenizerJson.read(folder.resolve("tokenizer.json")));
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    @Override
    public void close() {
        tensors.close();
    }

    /** The same names and shapes, but what is loaded is empty. */
    private record Unread(TensorSource source) implements TensorSource {
        @Override
        public Path file() {
            return source.file();
        }

        @Override
        public Set<String> names() {
            return source.names();
        }

        @Override
        public Shape shape(String name) {
            return source.shape(name);
        }

        @Override
        public NDArray load(String name, NDManager manager) {
            return manager.zeros(new Shape(0));
        }

        @Override
        public void close() {
            source.close();
        }
    }
}
