package io.explainrec.ml.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.UnitVector;
import io.explainrec.ml.tensor.Batches;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Tokenizer;
import io.explainrec.ml.text.TokenizerJson;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import io.explainrec.ml.weights.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences to vectors (Reimers and Gurevych 2019, arXiv 1908.10084): the mean of BERT's last hidden states over the
 * sentence's tokens, scaled to length 1, so that the dot product of two vectors is their cosine. Immutable; threads may share
 * it, each an {@linkplain Torch#inferenceThread inference thread}.
 */
public final class SentenceEncoder implements AutoCloseable {
    /** Longest input of all-MiniLM-L6-v2 in tokens, the two special ones among them; the rest of a text is not read. */
    private static final int MAX_TOKENS = 256;

    private static final int BATCH_TOKENS = 4096;

    private final NDManager manager;
    private final Tokenizer tokenizer;
    private final BertEncoder encoder;
    private final int dimension;
    private final int longest;
    private final int start;
    private final int end;

    private SentenceEncoder(Path folder) {
        BertConfig config = BertConfig.read(folder.resolve("config.json"));
        requireMeanPooling(folder.resolve("1_Pooling/config.json"));
        Path tokens = folder.resolve("tokenizer.json");
        tokenizer = TokenizerJson.read(tokens);
        if (tokenizer.vocabularySize() > config.vocabulary()) {
            throw new ModelFileException(
                    tokens,
                    "has ids up to " + (tokenizer.vocabularySize() - 1) + ", but the model has embeddings of "
                            + config.vocabulary() + " tokens");
        }
        start = special(tokens, "[CLS]");
        end = special(tokens, "[SEP]");
        dimension = config.embed();
        longest = Math.min(MAX_TOKENS, config.positions());
        manager = Torch.manager();
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            encoder = new BertEncoder(BertWeights.load(file, config, manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Loads a folder with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}, and where there is one
     * {@code 1_Pooling/config.json}.
     *
     * @throws ModelFileException where a file is missing, broken, or asks for what is not computed here
     */
    public static SentenceEncoder open(Path folder) {
        return new SentenceEncoder(folder);
    }

    private static void requireMeanPooling(Path file) {
        if (Files.exists(file)) {
            ModelJson pooling = ModelJson.read(file);
            pooling.requireFlag("pooling_mode_mean_tokens", true);
            for (String other : List.of("cls_token", "max_tokens", "mean_sqrt_len_tokens", "lasttoken")) {
                pooling.requireFlag("pooling_mode_" + other, false);
            }
        }
    }

    /** Length of a vector. */
    public int dimension() {
        return dimension;
    }

    /** One vector of length 1 per text, in their order; an empty text has the vector of the two special tokens alone. */
    public float[][] encode(List<String> texts) {
        int[][] ids = texts.stream().map(this::ids).toArray(int[][]::new);
        float[][] vectors = new float[ids.length][];
        int[] lengths = Arrays.stream(ids).mapToInt(sentence -> sentence.length).toArray();
        for (int[] rows : Batches.byLength(lengths, BATCH_TOKENS)) {
            encodeBatch(ids, rows, vectors);
        }
        return vectors;
    }

    private void encodeBatch(int[][] ids, int[] rows, float[][] vectors) {
        int longest = ids[rows[rows.length - 1]].length;
        long[] padded = new long[rows.length * longest];
        float[] present = new float[padded.length];
        for (int row = 0; row < rows.length; row++) {
            int[] sentence = ids[rows[row]];
            for (int i = 0; i < sentence.length; i++) {
                padded[row * longest + i] = sentence[i];
                present[row * longest + i] = 1;
            }
        }
        try (NDManager call = manager.newSubManager()) {
            NDArray mask = call.create(present, new Shape(rows.length, longest)); // (B,T)
            NDArray hidden = encoder.hidden(call.create(padded, new Shape(rows.length, longest)), mask); // (B,T,E)
            NDArray sum = hidden.mul(mask.expandDims(2)).sum(new int[] {1}); // (B,E)
            float[] sums = sum.toFloatArray();
            for (int row = 0; row < rows.length; row++) {
                // The mean and the sum have the same direction, so the sum is enough.
                vectors[rows[row]] = UnitVector.of(Arrays.copyOfRange(sums, row * dimension, (row + 1) * dimension));
            }
        }
    }

    private int[] ids(String text) {
        int[] words = tokenizer.encode(text, Tokenizer.SpecialTokens.PLAIN);
        int length = Math.min(words.length, longest - 2);
        int[] ids = new int[length + 2];
        ids[0] = start;
        System.arraycopy(words, 0, ids, 1, length);
        ids[length + 1] = end;
        return ids;
    }

    private int special(Path tokens, String spelling) {
        int[] ids = tokenizer.encode(spelling, Tokenizer.SpecialTokens.PARSED);
        if (ids.length != 1) {
            throw new ModelFileException(tokens, "has no special token " + spelling);
        }
        return ids[0];
    }

    @Override
    public void close() {
        manager.close();
    }
}
