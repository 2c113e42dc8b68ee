package io.explainrec.ml.evidence;

import java.util.List;
import java.util.UUID;

/**
 * The two heads that read the same evidence: {@code like} is the probability of liking, {@code rank} orders the list. They
 * differ, since the probability of liking ranks unseen items badly.
 *
 * @param version changes whenever a weight does
 */
public record DecisionLayer(String version, LeveledHead like, LeveledHead rank) {
    /** The weights that a shop starts with, before there is anything to fit them on; the resource says why each is what it is. */
    public static DecisionLayer first() {
        return DecisionLayerJson.first();
    }

    /** Whether a source has a weight in either head, for anybody: of one that has none, nothing needs to be computed. */
    public boolean hears(EvidenceSource source) {
        return like.hears(source) || rank.hears(source);
    }

    /**
     * The same, with an order that gives items a chance of which little is known. The bonus is a contribution like any other, so that an order
     * and its reasons stay what was computed; the probability of liking does not hear it.
     *
     * @param bonus logits by which an item that nobody judged is lifted, at least 0; of one with n verdicts it is this over the root of 1 + n
     */
    public DecisionLayer exploring(double bonus) {
        return new DecisionLayer(exploring(version, bonus), like, rank.with(EvidenceSource.EXPLORATION, bonus));
    }

    /** The version of a layer that explores. */
    public static String exploring(String version, double bonus) {
        return bonus == 0 ? version : version + "+exploration-" + bonus;
    }

    /**
     * The heads as they are for one user.
     *
     * @param events see {@link UserEvidence#events}
     */
    public ForUser about(EvidenceState state, int events) {
        return new ForUser(state, like.intercept(events), like.at(events), rank.at(events));
    }

    /**
     * The heads for a user with so many events of history.
     *
     * @param intercept of the like head, above the domain's log-odds
     */
    public record ForUser(EvidenceState state, double intercept, AdditiveHead like, AdditiveHead rank) {
        /** The probability's decision on one candidate; it starts from the domain's share of likes. */
        public Decision like(UUID domain, List<Evidence> evidence) {
            return like.decide(state.base(domain) + intercept, evidence);
        }

        /** The order's decision on one candidate; it starts from 0. */
        public Decision rank(List<Evidence> evidence) {
            return rank.decide(0, evidence);
        }
    }
}
