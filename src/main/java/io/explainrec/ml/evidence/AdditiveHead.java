package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.Decision.Contribution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One additive head: {@code logit = base + sum over sources of weight (value - centre)}. A masked source contributes 0, and so
 * does one at its centre, so that a contribution means "more than usual".
 */
public record AdditiveHead(Map<EvidenceSource, Term> terms) {
    private static final Term NOTHING = new Term(0, 0);

    /** Weight of a source, and the value at which it says nothing. */
    public record Term(double weight, double centre) {
        public Term {
            if (!Double.isFinite(weight) || !Double.isFinite(centre)) {
                throw new IllegalArgumentException("weight " + weight + " and centre " + centre + " must be finite");
            }
        }
    }

    public AdditiveHead {
        // In the order of the sources, so that sums are the same in every run.
        Map<EvidenceSource, Term> ordered = new EnumMap<>(EvidenceSource.class);
        ordered.putAll(terms);
        terms = Collections.unmodifiableMap(ordered);
    }

    /**
     * Decides on one candidate. A source without a term contributes 0.
     *
     * @param base where the logit starts
     */
    public Decision decide(double base, List<Evidence> evidence) {
        List<Contribution> contributions = new ArrayList<>();
        double logit = base;
        for (Evidence e : evidence) {
            Term term = terms.getOrDefault(e.source(), NOTHING);
            double contribution = e.masked() ? 0 : term.weight() * (e.value() - term.centre());
            logit += contribution;
            contributions.add(
                    new Contribution(e.source(), e.value(), term.centre(), term.weight(), contribution, e.masked()));
        }
        return new Decision(logit, base, contributions);
    }

    /**
     * The logit alone, for scoring many.
     *
     * @param values by {@link EvidenceSource#ordinal}, NaN where masked
     */
    public double logit(double base, double[] values) {
        double logit = base;
        for (Map.Entry<EvidenceSource, Term> entry : terms.entrySet()) {
            double value = values[entry.getKey().ordinal()];
            if (!Double.isNaN(value)) {
                logit += entry.getValue().weight() * (value - entry.getValue().centre());
            }
        }
        return logit;
    }
}
