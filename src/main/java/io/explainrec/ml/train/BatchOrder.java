package io.explainrec.ml.train;

import io.explainrec.ml.Drawn;
import java.util.Arrays;
import java.util.SplittableRandom;

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
        int[] order = Drawn.order(rows, new SplittableRandom(seed * 31 + epoch));
        int from = (int) (step % stepsPerEpoch()) * batch;
        return Arrays.copyOfRange(order, from, Math.min(rows, from + batch));
    }

    /** Seed of what a step draws. */
    long drawing(long step) {
        return new SplittableRandom(seed * 1_000_003 + step).nextLong();
    }
}
