package io.explainrec.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * One answer, as served and as recorded.
 *
 * @param degraded why the answer lacks a source of evidence, in plain words; null when nothing is missing
 * @param candidates all candidates that were decided on, the shown ones first and in the order shown
 * @param explanations by item, for those shown; personal where the mode is profiled, and then empty after an erasure
 * @param personal what points at the person; null in non-profiled mode, and when read again after an erasure
 */
public record Recommendation(
        UUID id,
        Instant createdAt,
        UUID domainId,
        String domain,
        Mode mode,
        Asked asked,
        Versions versions,
        String degraded,
        List<DecidedItem> candidates,
        Map<UUID, Explanation> explanations,
        Timings timings,
        Personal personal) {

    public Recommendation {
        candidates = List.copyOf(candidates);
    }

    /** The items that were shown, in their order. */
    public List<DecidedItem> shown() {
        return candidates.stream().filter(item -> item.rank() > 0).toList();
    }

    /** Whether the person's data were used. */
    public enum Mode {
        PROFILED,
        NON_PROFILED
    }

    /**
     * What was asked for.
     *
     * @param count how many items
     * @param filters attribute values that items must have; null in records that are older than this, as is {@code given}
     * @param given whether candidates were given, instead of proposed
     * @param triedBy name of the account that tried it in the portal, so that nobody was served; null where the shop's backend asked
     */
    public record Asked(int count, Map<String, String> filters, Boolean given, String triedBy) {
        static Asked of(RecommendationRequest request, String triedBy) {
            return new Asked(request.count(), request.filters(), request.candidates() != null, triedBy);
        }
    }

    /** What of the person's own verdicts was learned before the language model's values came. */
    public enum Adapted {
        /** Nothing: the model as it was trained. */
        NONE,
        /** What they change in the head of its answer. */
        HEAD,
        /** A token that stands for the person in the prompt. */
        TOKEN;

        /** As answers name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What computed the answer: same versions and same record give the same scores.
     *
     * @param adapted how the language model was adapted to the person; null in records that are older than this
     * @param knowledge the snapshot of the knowledge base; null where none served
     */
    public record Versions(
            UUID modelVersionId,
            String model,
            @JsonInclude(JsonInclude.Include.NON_NULL) Adapted adapted,
            String decision,
            int encoderVersionId,
            @JsonInclude(JsonInclude.Include.NON_NULL) UUID knowledge,
            Instant stateAsOf) {}

    /** Milliseconds spent in each step. */
    public record Timings(long candidates, long evidence, long languageModel, long total) {}
}
