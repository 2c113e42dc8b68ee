package io.explainrec.ml.train;

import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss.Terms;
import java.util.List;

/** Learns from one effective batch. */
interface TrainingStep {
    /**
     * What a step did.
     *
     * @param terms of the whole batch
     * @param gradientNorm before clipping
     */
    record Taken(Terms terms, double gradientNorm) {
        /** Whether anything was learned: where a number is not finite, no parameter was changed. */
        boolean finite() {
            return Double.isFinite(gradientNorm) && terms.finite();
        }
    }

    /**
     * Changes the parameters once.
     *
     * @param parts the batch in micro-batches
     */
    Taken take(List<List<AttributedSequence>> parts, double learningRate);
}
