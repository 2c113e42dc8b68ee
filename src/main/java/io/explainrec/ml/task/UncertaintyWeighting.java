package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights by homoscedastic uncertainty (Kendall, Gal and Cipolla 2018, arXiv 1705.07115): the sum of L_t / (2 e^{s_t}) + s_t / 2, with
 * s_t = log sigma_t^2 learned by the step's own optimiser, from 0. As a loss falls towards 0 the best s_t falls without end and its
 * weight grows, so s_t is held within {@link #BOUND}: lambda_t lies between 0.025 and 10.
 */
public final class UncertaintyWeighting implements Weighting {
    /** The most that s_t is away from 0. */
    public static final double BOUND = 3;

    private final NDManager manager = Torch.manager();
    private final Map<String, NDArray> logVariances = new LinkedHashMap<>();

    /**
     * @param tasks their names
     */
    public UncertaintyWeighting(List<String> tasks) {
        tasks.forEach(task -> logVariances.put(task, manager.zeros(new Shape(1))));
    }

    @Override
    public double[] weights() {
        return logVariances.values().stream()
                .mapToDouble(s -> Math.exp(-Torch.floats(s)[0]) / 2)
                .toArray();
    }

    /** d/ds of L e^{-s} / 2 + s / 2 is (1 - L e^{-s}) / 2; a task without a label moves nothing. */
    @Override
    public void learned(double[] losses) {
        double[] weights = weights();
        int t = 0;
        try (NDManager scope = manager.newSubManager()) {
            for (NDArray s : logVariances.values()) {
                if (!Double.isNaN(losses[t])) {
                    float slope = (float) (0.5 - weights[t] * losses[t]);
                    Torch.backward(scope.create(new float[] {slope}).mul(s).sum());
                }
                t++;
            }
        }
    }

    @Override
    public void stepped() {
        Torch.withoutGradients(() -> logVariances.values().forEach(s -> {
            float value = Torch.floats(s)[0];
            float bounded = (float) Math.clamp(value, -BOUND, BOUND);
            if (bounded != value) {
                s.set(new float[] {bounded});
            }
        }));
    }

    @Override
    public Map<String, NDArray> parameters() {
        return logVariances;
    }

    @Override
    public void close() {
        manager.close();
    }
}
