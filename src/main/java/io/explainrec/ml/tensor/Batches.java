package io.explainrec.ml.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Batches of sequences of about the same length, so that little of a batch is padding. */
public final class Batches {
    private Batches() {}

    /**
     * Indices of the sequences, shortest first, in batches of at least one; the last of a batch is its longest.
     *
     * @param lengths of the sequences, in tokens
     * @param tokens most tokens of a batch of several, padding among them
     */
    public static List<int[]> byLength(int[] lengths, int tokens) {
        int[] order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && (to + 1L - from) * lengths[order[to]] <= tokens) {
                to++;
            }
            batches.add(Arrays.copyOfRange(order, from, to));
            from = to;
        }
        return batches;
    }
}
