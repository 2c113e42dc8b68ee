package io.explainrec.ml.task;

import java.util.Arrays;

/** Each task weighs 1: the control. */
public record EqualWeighting(int tasks) implements Weighting {
    @Override
    public double[] weights() {
        double[] weights = new double[tasks];
        Arrays.fill(weights, 1);
        return weights;
    }

    @Override
    public void learned(double[] losses) {
        // Nothing depends on what was lost.
    }
}
