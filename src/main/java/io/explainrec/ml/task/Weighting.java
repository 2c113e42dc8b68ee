package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;

/** How the losses of a step's tasks weigh: L = sum of lambda_t L_t, the tasks always in one order. */
public interface Weighting extends AutoCloseable {
    /** lambda_t of the coming step. */
    double[] weights();

    /**
     * Told what a step lost, before the optimiser's step; adds the gradients of its own parameters.
     *
     * @param losses L_t over the whole batch; NaN where the batch had nothing of the task
     */
    void learned(double[] losses);

    /** Called behind the optimiser's step: puts parameters that left their bounds back. */
    default void stepped() {}

    /** What it learns, by task; none by default. */
    default Map<String, NDArray> parameters() {
        return Map.of();
    }

    /** What it remembers beside the parameters, for a checkpoint. */
    default List<Double> state() {
        return List.of();
    }

    /**
     * Goes on from what {@link #state} gave.
     *
     * @throws IllegalArgumentException where it is not a state of this weighting
     */
    default void resume(List<Double> state) {
        if (!state.isEmpty()) {
            throw new IllegalArgumentException("the checkpoint has a state of " + state.size()
                    + " numbers, and this weighting has none: the run was begun with another");
        }
    }

    @Override
    default void close() {}
}
