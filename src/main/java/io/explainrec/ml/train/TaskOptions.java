package io.explainrec.ml.train;

import io.explainrec.ml.task.AverageWeighting;
import io.explainrec.ml.task.EqualWeighting;
import io.explainrec.ml.task.UncertaintyWeighting;
import io.explainrec.ml.task.Weighting;
import java.util.List;

/**
 * What is learned beside preferences, and how tasks weigh. One task alone weighs 1.
 *
 * @param rating whether ratings are learned, where the data have grades
 * @param crossDomain whether preferences are learned from histories of other domains, where the data have such rows
 * @param weighting of several tasks
 * @param window steps that {@link Weights#AVERAGE} averages a loss over; 0 for an epoch
 * @param temperature of {@link Weights#AVERAGE}: the higher, the more alike the weights
 * @param surgery whether gradients of the adapter lose what points against another task's
 */
public record TaskOptions(
        boolean rating, boolean crossDomain, Weights weighting, int window, double temperature, boolean surgery) {
    /** Preferences alone; others, where they are asked for, weigh by their uncertainty. */
    public static final TaskOptions DEFAULT = new TaskOptions(false, false, Weights.UNCERTAINTY, 0, 2, false);

    /** How tasks weigh. */
    public enum Weights {
        /** All alike, as a control. */
        EQUAL,
        /** See {@link UncertaintyWeighting}. */
        UNCERTAINTY,
        /** See {@link AverageWeighting}. */
        AVERAGE
    }

    public TaskOptions {
        if (weighting == null || window < 0 || !(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("tasks weigh by " + weighting + ", over windows of " + window
                    + " steps, at a temperature of " + temperature
                    + "; expected a weighting, at least 0, a finite number above 0");
        }
    }

    /**
     * The weighting of these tasks.
     *
     * @param stepsPerEpoch what a window of 0 stands for
     */
    Weighting of(List<String> tasks, int stepsPerEpoch) {
        if (tasks.size() == 1) {
            return new EqualWeighting(1);
        }
        return switch (weighting) {
            case EQUAL -> new EqualWeighting(tasks.size());
            case UNCERTAINTY -> new UncertaintyWeighting(tasks);
            case AVERAGE -> new AverageWeighting(tasks.size(), window == 0 ? stepsPerEpoch : window, temperature);
        };
    }
}
