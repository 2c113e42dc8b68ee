package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.AdditiveHead.Term;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A head whose terms depend on how much is known of the user's taste in the domain. With n events of history that tell of it and {@code s = n
 * / (n + }{@value #HALFWAY}{@code )}, a weight or centre is {@code little (1 - s) + much s}. Within one request n does not change, so the head that
 * decides is a plain additive one, see {@link #at}.
 *
 * @param intercept where the logit starts, above what the head is added to
 */
public record LeveledHead(Intercept intercept, Map<EvidenceSource, Span> terms) {
    /** Events of history at which a weight is halfway between its ends. */
    public static final double HALFWAY = 20;

    /** Where the logit starts: with nothing known of the user, and with very much. */
    public record Intercept(double little, double much) {
        public static final Intercept NONE = new Intercept(0, 0);

        public Intercept {
            if (!Double.isFinite(little) || !Double.isFinite(much)) {
                throw new IllegalArgumentException("intercepts " + little + " and " + much + " must be finite");
            }
        }
    }

    /** A term's ends: with nothing known of the user, and with very much. */
    public record Span(Term little, Term much) {
        /** The same at every level. */
        public static Span level(double weight, double centre) {
            return new Span(new Term(weight, centre), new Term(weight, centre));
        }
    }

    public LeveledHead {
        // In the order of the sources, so that sums are the same in every run.
        Map<EvidenceSource, Span> ordered = new EnumMap<>(EvidenceSource.class);
        ordered.putAll(terms);
        terms = Collections.unmodifiableMap(ordered);
    }

    /** Whether a source has a weight, with little or with much history. */
    boolean hears(EvidenceSource source) {
        Span span = terms.get(source);
        return span != null && (span.little.weight() != 0 || span.much.weight() != 0);
    }

    /**
     * A head that also hears a source, counted from 0 and alike for everybody; the very same one for weight 0.
     *
     * @param weight per unit of the source, in place of what it had
     */
    public LeveledHead with(EvidenceSource source, double weight) {
        if (weight == 0) {
            return this;
        }
        Map<EvidenceSource, Span> more = new EnumMap<>(EvidenceSource.class);
        more.putAll(terms);
        more.put(source, Span.level(weight, 0));
        return new LeveledHead(intercept, more);
    }

    /** From 0 with no history to nearly 1 with a long one. */
    public static double saturation(int events) {
        return events / (events + HALFWAY);
    }

    /** Where the logit starts for a user with so many events of history. */
    public double intercept(int events) {
        double s = saturation(events);
        return intercept.little * (1 - s) + intercept.much * s;
    }

    /** The head for a user with so many events of history. */
    public AdditiveHead at(int events) {
        double s = saturation(events);
        Map<EvidenceSource, Term> at = new EnumMap<>(EvidenceSource.class);
        terms.forEach((source, span) -> at.put(
                source,
                new Term(
                        span.little.weight() * (1 - s) + span.much.weight() * s,
                        span.little.centre() * (1 - s) + span.much.centre() * s)));
        return new AdditiveHead(at);
    }
}
