package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Batches;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Scores many continuations of one prefix by {@code logit(yes) - logit(no)} of the token after each. The prefix is computed
 * once. The head is two rows of the vocabulary, taken as their difference.
 */
public final class PrefixScorer implements AutoCloseable {
    /** Tokens of one batch of suffixes: enough for full matrix products, small enough to be cancelled soon. */
    private static final int BATCH_TOKENS = 1024;

    private final Llama llama;
    private final Linears linears;
    private final NDManager manager;
    private final NDArray direction; // (1,E)

    /**
     * @param yes id of the token whose logit counts for
     * @param no id of the token whose logit counts against
     */
    public PrefixScorer(Llama llama, int yes, int no) {
        this(llama, llama.linears(), yes, no);
    }

    /**
     * @param linears the model's own, or with an adapter
     * @param yes id of the token whose logit counts for
     * @param no id of the token whose logit counts against
     */
    public PrefixScorer(Llama llama, Linears linears, int yes, int no) {
        this.llama = llama;
        this.linears = linears;
        this.manager = llama.newCall();
        NDArray forYes = Torch.slice(llama.head(), 0, yes, yes + 1L);
        NDArray forNo = Torch.slice(llama.head(), 0, no, no + 1L);
        direction = forYes.sub(forNo);
        direction.attach(manager);
        forYes.close();
        forNo.close();
    }

    /**
     * One score per suffix, in their order.
     *
     * @param prefix may be empty
     * @param suffixes of at least one token each
     * @param cancelled asked between layers
     * @throws CancelledCall when the caller gave up
     * @throws IllegalArgumentException where prefix and a suffix are longer than the model's context
     */
    public float[] score(int[] prefix, List<int[]> suffixes, BooleanSupplier cancelled) {
        return score(prefix, suffixes, withoutVectors(suffixes), cancelled);
    }

    /**
     * The same with a vector in place of one token of a suffix.
     *
     * @param soft by suffix, null where it has none
     */
    public float[] score(int[] prefix, List<int[]> suffixes, List<SoftToken> soft, BooleanSupplier cancelled) {
        return compute(prefix, suffixes, soft, null, cancelled);
    }

    private static List<SoftToken> withoutVectors(List<int[]> suffixes) {
        return Collections.nCopies(suffixes.size(), null);
    }

    /**
     * The hidden states that scores are read from.
     *
     * @param hidden behind the last norm at the last token of each suffix, (E)
     */
    public record States(List<float[]> hidden, float[] scores) {}

    /** As {@link #score}, with the hidden states. */
    public States states(int[] prefix, List<int[]> suffixes, BooleanSupplier cancelled) {
        return states(prefix, suffixes, withoutVectors(suffixes), cancelled);
    }

    /** As {@link #score(int[], List, List, BooleanSupplier)}, with the hidden states. */
    public States states(int[] prefix, List<int[]> suffixes, List<SoftToken> soft, BooleanSupplier cancelled) {
        float[][] hidden = new float[suffixes.size()][];
        float[] scores = compute(prefix, suffixes, soft, hidden, cancelled);
        return new States(List.of(hidden), scores);
    }

    /**
     * @param hidden where hidden states are put; null where nobody asks for them
     */
    private float[] compute(
            int[] prefix, List<int[]> suffixes, List<SoftToken> soft, float[][] hidden, BooleanSupplier cancelled) {
        float[] scores = new float[suffixes.size()];
        int[] lengths = suffixes.stream().mapToInt(suffix -> suffix.length).toArray();
        try (NDManager call = llama.newCall();
                KeyValueCache cache = new KeyValueCache(llama.config(), call)) {
            if (prefix.length > 0) {
                try (NDManager scope = call.newSubManager()) {
                    llama.decoder().hidden(Llama.ids(scope, prefix), linears, cache, true, cancelled);
                }
            }
            for (int[] rows : Batches.byLength(lengths, BATCH_TOKENS)) {
                scoreBatch(suffixes, soft, rows, new Read(scores, hidden), call, cache, cancelled);
            }
        }
        return scores;
    }

    /** What is read from a batch, by suffix. */
    private record Read(float[] scores, float[][] hidden) {}

    private void scoreBatch(
            List<int[]> suffixes,
            List<SoftToken> soft,
            int[] rows,
            Read read,
            NDManager call,
            KeyValueCache cache,
            BooleanSupplier cancelled) {
        int longest = suffixes.get(rows[rows.length - 1]).length;
        long[] ids = new long[rows.length * longest];
        long[] last = new long[rows.length];
        for (int row = 0; row < rows.length; row++) {
            int[] suffix = suffixes.get(rows[row]);
            if (suffix.length == 0) {
                throw new IllegalArgumentException("suffix " + rows[row] + " has no tokens");
            }
            for (int i = 0; i < suffix.length; i++) {
                ids[row * longest + i] = suffix[i];
            }
            last[row] = (long) row * longest + suffix.length - 1;
        }
        try (NDManager scope = call.newSubManager()) {
            NDArray batch = scope.create(ids, new Shape(rows.length, longest));
            SoftTokens vectors = soft(soft, rows, longest, scope);
            NDArray hidden = llama.decoder().hidden(batch, vectors, linears, cache, false, cancelled); // (B,T,E)
            NDArray flat =
                    hidden.reshape((long) rows.length * longest, llama.config().embed()); // (BT,E)
            NDArray at = flat.get(scope.create(last)); // (B,E)
            float[] scored = Torch.linear(at, direction).toFloatArray(); // (B,1)
            for (int row = 0; row < rows.length; row++) {
                read.scores[rows[row]] = scored[row];
            }
            if (read.hidden != null) {
                float[] states = at.toFloatArray();
                int width = states.length / rows.length;
                for (int row = 0; row < rows.length; row++) {
                    read.hidden[rows[row]] = Arrays.copyOfRange(states, row * width, (row + 1) * width);
                }
            }
        }
    }

    private static SoftTokens soft(List<SoftToken> soft, int[] rows, int longest, NDManager scope) {
        List<float[]> vectors = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            SoftToken of = soft.get(rows[row]);
            if (of != null) {
                vectors.add(of.vector());
                places.add((long) row * longest + of.place());
            }
        }
        return vectors.isEmpty()
                ? null
                : new SoftTokens(
                        places.stream().mapToLong(Long::longValue).toArray(),
                        scope.create(vectors.toArray(float[][]::new)));
    }

    @Override
    public void close() {
        manager.close();
    }
}
