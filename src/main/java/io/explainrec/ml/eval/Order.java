package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Stable orders of positions by a key, without boxing: bottom-up merge sort, O(n log n). */
public final class Order {
    private Order() {}

    /** Positions from the lowest key to the highest; equal keys keep their order. No key may be NaN. */
    public static int[] ascending(double[] keys) {
        return merged(keys.length, (a, b) -> keys[a] <= keys[b]);
    }

    /** The same for whole numbers. */
    public static int[] ascending(long[] keys) {
        return merged(keys.length, (a, b) -> keys[a] <= keys[b]);
    }

    /**
     * Positions grouped by a small number, each group in the order of positions: counting sort.
     *
     * @param group of a position; from 0 to below {@code groups}
     * @return positions, and where each group starts among them ({@code groups + 1} values)
     */
    public static Groups grouped(int n, int groups, IntUnaryOperator group) {
        int[] start = new int[groups + 1];
        for (int k = 0; k < n; k++) {
            start[group.applyAsInt(k) + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            start[g + 1] += start[g];
        }
        int[] next = start.clone();
        int[] positions = new int[n];
        for (int k = 0; k < n; k++) {
            positions[next[group.applyAsInt(k)]++] = k;
        }
        return new Groups(positions, start);
    }

    /** Positions of group g: {@code positions[start[g]]} to before {@code positions[start[g + 1]]}. */
    public record Groups(int[] positions, int[] start) {
        /** The positions of a group, in their order. */
        public IntStream of(int group) {
            return Arrays.stream(positions, start[group], start[group + 1]);
        }

        public boolean isEmpty(int group) {
            return start[group] == start[group + 1];
        }
    }

    @FunctionalInterface
    private interface NotAfter {
        boolean test(int a, int b);
    }

    private static int[] merged(int n, NotAfter notAfter) {
        int[] from = new int[n];
        int[] to = new int[n];
        for (int k = 0; k < n; k++) {
            from[k] = k;
        }
        for (int width = 1; width < n; width <<= 1) {
            for (int low = 0; low < n; low += 2 * width) {
                int middle = Math.min(low + width, n);
                int high = Math.min(middle + width, n);
                int a = low;
                int b = middle;
                for (int k = low; k < high; k++) {
                    boolean first = a < middle && (b >= high || notAfter.test(from[a], from[b]));
                    to[k] = first ? from[a++] : from[b++];
                }
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }
}
