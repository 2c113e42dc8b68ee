package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences side by side, padded on the right to the longest.
 *
 * <p>Legend: B sequences, T tokens of the longest.
 */
public final class SequenceBatch {
    private static final int PADDING = -1;

    private final List<SharedSequence> sequences;
    private final int longest;

    public SequenceBatch(List<SharedSequence> sequences) {
        this.sequences = List.copyOf(sequences);
        longest = sequences.stream().mapToInt(SharedSequence::tokens).max().orElseThrow();
    }

    public List<SharedSequence> sequences() {
        return sequences;
    }

    /** Where a branch's token lies among all B T tokens. */
    public long place(int sequence, int branch, int token) {
        return (long) sequence * longest + sequences.get(sequence).start(branch) + token;
    }

    /** T. */
    int longest() {
        return longest;
    }

    int deepest() {
        return sequences.stream().mapToInt(SharedSequence::deepest).max().orElseThrow();
    }

    /** (B,T) of int64. */
    NDArray ids(NDManager manager) {
        long[] ids = new long[sequences.size() * longest];
        for (int s = 0; s < sequences.size(); s++) {
            int at = s * longest;
            SharedSequence sequence = sequences.get(s);
            for (int id : sequence.prefix()) {
                ids[at++] = id;
            }
            for (int[] branch : sequence.branches()) {
                for (int id : branch) {
                    ids[at++] = id;
                }
            }
        }
        return manager.create(ids, new Shape(sequences.size(), longest));
    }

    /** (B,T): counted through the prefix, then anew behind it for each branch. */
    int[][] positions() {
        int[][] positions = new int[sequences.size()][longest];
        for (int s = 0; s < positions.length; s++) {
            SharedSequence sequence = sequences.get(s);
            int at = 0;
            for (; at < sequence.prefix().length; at++) {
                positions[s][at] = at;
            }
            for (int[] branch : sequence.branches()) {
                for (int k = 0; k < branch.length; k++) {
                    positions[s][at++] = sequence.prefix().length + k;
                }
            }
        }
        return positions;
    }

    /** (B,1,T,T): 0 where a token may look, {@link Decoder#MASKED} where it may not; null where no sequence branches. */
    NDArray mask(NDManager manager) {
        if (sequences.stream().allMatch(sequence -> sequence.branches().size() == 1)) {
            return null;
        }
        int[][] segments = segments();
        float[] mask = new float[segments.length * longest * longest];
        int at = 0;
        for (int[] segment : segments) {
            for (int i = 0; i < longest; i++, at += longest) {
                for (int j = 0; j < longest; j++) {
                    boolean seen = j <= i && (segment[j] == 0 || segment[j] == segment[i]);
                    mask[at + j] = seen ? 0 : Decoder.MASKED;
                }
            }
        }
        return manager.create(mask, new Shape(segments.length, 1, longest, longest));
    }

    /** 0 for the prefix, then 1 for the first branch and so on. */
    private int[][] segments() {
        int[][] segments = new int[sequences.size()][longest];
        for (int s = 0; s < segments.length; s++) {
            SharedSequence sequence = sequences.get(s);
            int at = sequence.prefix().length;
            for (int b = 0; b < sequence.branches().size(); b++) {
                int to = at + sequence.branches().get(b).length;
                Arrays.fill(segments[s], at, to, b + 1);
                at = to;
            }
            Arrays.fill(segments[s], at, longest, PADDING);
        }
        return segments;
    }
}
