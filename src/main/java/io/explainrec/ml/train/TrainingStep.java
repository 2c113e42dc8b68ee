package io.explainrec.ml.train;

import java.util.List;
import java.util.Map;

/**
 * Learns from one effective batch.
 *
 * @param <R> the kind of row
 */
interface TrainingStep<R> {
    /**
     * What a step did.
     *
     * @param loss of the whole batch, its tasks weighted
     * @param terms that it is made of, unweighted, by name
     * @param weights of the tasks, by name
     * @param gradientNorm before clipping
     */
    record Taken(double loss, Map<String, Double> terms, Map<String, Double> weights, double gradientNorm) {
        /** Whether anything was learned: where a number is not finite, no parameter was changed. */
        boolean finite() {
            return Double.isFinite(gradientNorm)
                    && Double.isFinite(loss)
                    && terms.values().stream().allMatch(Double::isFinite);
        }
    }

    /**
     * Changes the parameters once.
     *
     * @param parts the batch in micro-batches
     */
    Taken take(List<List<R>> parts, double learningRate);

    /** What is remembered from step to step beside the parameters and the optimiser's moments. */
    default List<Double> state() {
        return List.of();
    }
}
