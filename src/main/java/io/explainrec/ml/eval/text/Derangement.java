package io.explainrec.ml.eval.text;

import java.util.SplittableRandom;

/** The shuffled control's pairing: one cycle through all rows in a seeded order, so that no row keeps its own text. */
public final class Derangement {
    private Derangement() {}

    /**
     * Whose text each row gets.
     *
     * @param rows at least 2
     */
    public static int[] of(int rows, long seed) {
        if (rows < 2) {
            throw new IllegalArgumentException("a shuffled control needs at least 2 rows; there are " + rows);
        }
        int[] order = new int[rows];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 1; i < rows; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int[] other = new int[rows];
        for (int i = 0; i < rows; i++) {
            other[order[i]] = order[(i + 1) % rows];
        }
        return other;
    }
}
