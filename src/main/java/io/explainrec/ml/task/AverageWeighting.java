package io.explainrec.ml.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Dynamic weight average (Liu, Johns and Davison 2019, arXiv 1803.10704): lambda_t = n softmax(w_t / T) over n tasks, w_t = L_t(k - 1) /
 * L_t(k - 2) being how slowly the task's loss fell between the last two windows of steps. In the first two windows, and where a task had
 * no label in one of them, w_t is 1.
 */
public final class AverageWeighting implements Weighting {
    private final int tasks;
    private final int window;
    private final double temperature;
    private final double[] sum;
    private final double[] counted;
    private final double[] last;
    private final double[] before;
    private int taken;

    /**
     * @param tasks at least 1
     * @param window steps that a loss is averaged over, at least 1
     * @param temperature T, above 0: the higher, the more alike the weights; the authors' is 2
     */
    public AverageWeighting(int tasks, int window, double temperature) {
        if (tasks < 1 || window < 1 || !(temperature > 0)) {
            throw new IllegalArgumentException("weights of " + tasks + " tasks over windows of " + window
                    + " steps at a temperature of " + temperature + "; expected at least 1, at least 1, above 0");
        }
        this.tasks = tasks;
        this.window = window;
        this.temperature = temperature;
        sum = new double[tasks];
        counted = new double[tasks];
        last = unknown();
        before = unknown();
    }

    private double[] unknown() {
        double[] values = new double[tasks];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    @Override
    public double[] weights() {
        double[] weights = new double[tasks];
        double all = 0;
        for (int t = 0; t < tasks; t++) {
            double slowness = last[t] / before[t];
            weights[t] = Math.exp((Double.isFinite(slowness) ? slowness : 1) / temperature);
            all += weights[t];
        }
        for (int t = 0; t < tasks; t++) {
            weights[t] *= tasks / all;
        }
        return weights;
    }

    @Override
    public void learned(double[] losses) {
        for (int t = 0; t < tasks; t++) {
            if (!Double.isNaN(losses[t])) {
                sum[t] += losses[t];
                counted[t]++;
            }
        }
        if (++taken == window) {
            System.arraycopy(last, 0, before, 0, tasks);
            for (int t = 0; t < tasks; t++) {
                last[t] = sum[t] / counted[t]; // NaN where there was no label
            }
            Arrays.fill(sum, 0);
            Arrays.fill(counted, 0);
            taken = 0;
        }
    }

    /** Steps taken of the window; then the four numbers of each task. */
    @Override
    public List<Double> state() {
        List<Double> state = new ArrayList<>();
        state.add((double) taken);
        for (double[] values : List.of(sum, counted, last, before)) {
            Arrays.stream(values).forEach(state::add);
        }
        return state;
    }

    @Override
    public void resume(List<Double> state) {
        if (state.size() != 1 + 4 * tasks) {
            throw new IllegalArgumentException("the checkpoint has a state of " + state.size() + " numbers; expected "
                    + (1 + 4 * tasks) + " of a dynamic average of " + tasks + " tasks");
        }
        taken = state.getFirst().intValue();
        int at = 1;
        for (double[] values : List.of(sum, counted, last, before)) {
            for (int t = 0; t < tasks; t++) {
                values[t] = state.get(at++);
            }
        }
    }
}
