package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Batches;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Prompts that share a prefix.
 *
 * @param prefix may be empty
 * @param suffixes of at least one token each
 * @param soft a vector in place of one token of a suffix, by suffix; null where it has none
 */
public record SharedPrompts(int[] prefix, List<int[]> suffixes, List<SoftToken> soft) {
    /** Tokens of one batch of suffixes: enough for full matrix products, small enough to be cancelled soon. */
    private static final int BATCH_TOKENS = 1024;

    public SharedPrompts {
        if (suffixes.size() != soft.size()) {
            throw new IllegalArgumentException(
                    suffixes.size() + " suffixes and " + soft.size() + " places for vectors; expected as many");
        }
        for (int s = 0; s < suffixes.size(); s++) {
            if (suffixes.get(s).length == 0) {
                throw new IllegalArgumentException("suffix " + s + " has no tokens");
            }
        }
    }

    /** Of tokens alone. */
    public SharedPrompts(int[] prefix, List<int[]> suffixes) {
        this(prefix, suffixes, Collections.nCopies(suffixes.size(), null));
    }

    /** Suffixes by their numbers, in batches. */
    List<int[]> batches() {
        return Batches.byLength(
                suffixes.stream().mapToInt(suffix -> suffix.length).toArray(), BATCH_TOKENS);
    }

    /**
     * Some suffixes side by side. Legend: B suffixes, T tokens of the longest.
     *
     * @param ids (B,T) of int64
     * @param soft in place of some of them; null for none
     * @param last places of the suffixes' last tokens among all B T
     */
    record Batch(NDArray ids, SoftTokens soft, long[] last) {}

    /**
     * A batch in a scope.
     *
     * @param rows numbers of the suffixes, shortest first
     * @param first (1,E) in place of the first token of each suffix, whose gradients are kept; null for none
     */
    Batch batch(int[] rows, NDArray first, NDManager scope) {
        int longest = suffixes.get(rows[rows.length - 1]).length;
        long[] ids = new long[rows.length * longest];
        long[] last = new long[rows.length];
        for (int row = 0; row < rows.length; row++) {
            int[] suffix = suffixes.get(rows[row]);
            for (int i = 0; i < suffix.length; i++) {
                ids[row * longest + i] = suffix[i];
            }
            last[row] = (long) row * longest + suffix.length - 1;
        }
        return new Batch(scope.create(ids, new Shape(rows.length, longest)), soft(rows, longest, first, scope), last);
    }

    private SoftTokens soft(int[] rows, int longest, NDArray first, NDManager scope) {
        List<float[]> own = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        for (int row = 0; row < rows.length; row++) {
            SoftToken of = soft.get(rows[row]);
            if (of != null) {
                own.add(of.vector());
                places.add((long) row * longest + of.place());
            }
        }
        NDArray vectors = own.isEmpty() ? null : scope.create(own.toArray(float[][]::new));
        if (first != null) {
            for (int row = 0; row < rows.length; row++) {
                places.add((long) row * longest);
            }
            NDArray each = Torch.rows(first, scope.create(new long[rows.length])); // (B,E)
            vectors = vectors == null ? each : Torch.concat(0, vectors, each);
        }
        return vectors == null
                ? null
                : new SoftTokens(places.stream().mapToLong(Long::longValue).toArray(), vectors);
    }
}
