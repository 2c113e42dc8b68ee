package io.explainrec.ml.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Which rows each step learns from: all once an epoch, in an order that seed and epoch alone decide, so that a run can go on anywhere. */
record BatchOrder(int rows, int batch, int epochs, long seed) {
    int stepsPerEpoch() {
        return (rows + batch - 1) / batch;
    }

    int steps() {
        return Math.multiplyExact(stepsPerEpoch(), epochs);
    }

    /** Numbers of the rows of a step counted from 0. */
    int[] rows(long step) {
        long epoch = step / stepsPerEpoch();
        int[] order = IntStream.range(0, rows).toArray();
        SplittableRandom random = new SplittableRandom(seed * 31 + epoch);
        for (int i = rows - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        int from = (int) (step % stepsPerEpoch()) * batch;
        return Arrays.copyOfRange(order, from, Math.min(rows, from + batch));
    }

    /** Seed of what a step draws. */
    long drawing(long step) {
        return new SplittableRandom(seed * 1_000_003 + step).nextLong();
    }
}
