package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Tokenizer;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TensorSource;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A LLaMA-family language model with its tokenizer. Immutable, so that threads may share it; each call opens a manager of
 * its own below the model's. A calling thread must be an {@linkplain Torch#inferenceThread inference thread}.
 */
public final class Llama implements AutoCloseable {
    private static final long LOUDNESS_TOKENS = 4096;

    private final NDManager manager;
    private final LlamaConfig config;
    private final LlamaWeights weights;
    private final Decoder decoder;
    private final Tokenizer tokenizer;

    private Llama(LlamaConfig config, TensorSource source, Tokenizer tokenizer, Precision precision) {
        this.manager = Torch.manager();
        try {
            this.config = config;
            this.weights = LlamaWeights.load(source, config, precision, manager);
            this.decoder = new Decoder(config, weights, manager);
            this.tokenizer = tokenizer;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Loads a GGUF file, or a folder with {@code config.json}, {@code tokenizer.json} and the weights in one safetensors file or in
     * several.
     *
     * @throws ModelFileException where a file is missing or broken, or asks for something that is not computed here
     */
    public static Llama open(Path path) {
        return open(path, Precision.FLOAT32);
    }

    /**
     * The same, with linear layers of this precision.
     *
     * @throws ModelFileException as {@link #open(Path)} does
     */
    public static Llama open(Path path, Precision precision) {
        try (LlamaFiles files = LlamaFiles.open(path)) {
            files.check(); // in a moment, where reading takes minutes
            return new Llama(files.config(), files.tensors(), files.tokenizer(), precision);
        }
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public LlamaConfig config() {
        return config;
    }

    /**
     * Logits of every position: (T,V), row-major, for tests and for looking at single sequences.
     *
     * @param ids of 1 to context tokens
     */
    public float[] logits(int[] ids) {
        try (NDManager call = newCall();
                KeyValueCache cache = new KeyValueCache(config, call)) {
            NDArray hidden = decoder.hidden(ids(call, ids), weights, cache, false, () -> false); // (1,T,E)
            return Torch.linear(hidden, weights.head()).toFloatArray();
        }
    }

    /** Of the linear layers. */
    public Precision precision() {
        return weights.precision();
    }

    /** The base model's own linear layers. */
    public Linears linears() {
        return weights;
    }

    /** A linear layer's weight (out, in), of the model's precision, owned by the model: to be read alone. */
    public NDArray weight(int layer, Projection projection) {
        return weights.layers().get(layer).weight(projection);
    }

    /**
     * Hidden states behind the last norm at some places: (N,E), owned by the manager. Under gradients they keep their graph, and the
     * base's weights have none.
     *
     * @param places N places among the batch's tokens, see {@link SequenceBatch#place}
     * @throws IllegalArgumentException where a sequence is longer than the context
     */
    public NDArray hidden(SequenceBatch batch, long[] places, Linears linears, NDManager manager) {
        return decoder.hidden(batch, places, linears, manager);
    }

    /** The same with vectors in place of some tokens, whose gradients are kept; null for none. */
    public NDArray hidden(SequenceBatch batch, SoftTokens soft, long[] places, Linears linears, NDManager manager) {
        return decoder.hidden(batch, soft, places, linears, manager);
    }

    /** Root mean square of the embeddings' elements, over some thousand tokens: how loud a word is. */
    public double loudness() {
        NDArray all = weights.embedding();
        try (NDManager call = newCall()) {
            NDArray some = Torch.slice(
                    all, 0, 0, Math.min(LOUDNESS_TOKENS, all.getShape().get(0)));
            some.attach(call);
            return Math.sqrt(some.square().mean().getFloat());
        }
    }

    /** A token's embedding: (E). */
    public float[] embedding(int id) {
        NDArray all = weights.embedding();
        try (NDManager call = newCall()) {
            NDArray row = Torch.slice(all, 0, id, id + 1L);
            row.attach(call);
            return row.toFloatArray();
        }
    }

    /** Logits of hidden states (N,E) for all tokens of the vocabulary: (N,V). */
    public NDArray logits(NDArray hidden) {
        return Torch.linear(hidden, weights.head());
    }

    /** Cross-entropy of hidden states (N,E) and the tokens that follow them: (N,1). */
    public NDArray crossEntropy(NDArray hidden, int[] following) {
        long[] ids = IntStream.of(following).asLongStream().toArray();
        NDArray expected = hidden.getManager().create(ids, new Shape(ids.length, 1));
        return Torch.gather(logits(hidden).logSoftmax(-1), 1, expected).neg();
    }

    /** logit(yes) - logit(no) of hidden states (N,E): (N,1). */
    public NDArray difference(NDArray hidden, int yes, int no) {
        NDManager scope = hidden.getManager();
        NDArray ids = scope.create(new long[] {yes, no});
        NDArray rows = Torch.rows(weights.head(), ids); // (2,E)
        return Torch.linear(hidden, Torch.slice(rows, 0, 0, 1).sub(Torch.slice(rows, 0, 1, 2)));
    }

    /** An array of the linear layers' type. */
    NDArray like() {
        return weights.like();
    }

    Decoder decoder() {
        return decoder;
    }

    NDArray head() {
        return weights.head();
    }

    /** A manager for one call. */
    public NDManager newCall() {
        return manager.newSubManager();
    }

    /** Ids as a row (1,T). */
    static NDArray ids(NDManager manager, int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a sequence of no tokens has no next one");
        }
        long[] row = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            row[i] = ids[i];
        }
        return manager.create(row, new Shape(1, row.length));
    }

    /** Arrays that the model holds, for tests of leaks. */
    int heldArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}
