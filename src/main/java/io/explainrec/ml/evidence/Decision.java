package io.explainrec.ml.evidence;

import io.explainrec.ml.Logistic;
import java.util.List;

/**
 * What one additive head decided for one candidate: {@code logit = base + sum of contributions}, exactly.
 *
 * @param base where the head begins: of like the domain's log-odds and the intercept, of rank 0
 * @param contributions one per source; a masked source is present with contribution 0
 */
public record Decision(double logit, double base, List<Contribution> contributions) {
    public Decision {
        contributions = List.copyOf(contributions);
    }

    /**
     * What one source added: {@code contribution = weight * (value - centre)}, or 0 where it is masked.
     *
     * @param masked the source had nothing to say
     */
    public record Contribution(
            EvidenceSource source, double value, double centre, double weight, double contribution, boolean masked) {}

    /** Probability of liking under the logistic link. */
    public double probability() {
        return Logistic.sigmoid(logit);
    }
}
