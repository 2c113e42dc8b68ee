package io.explainrec.recommend;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One answer, as served and as recorded.
 *
 * @param asked how many items were asked for
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
        int asked,
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
     * What computed the answer: same versions and same record give the same scores.
     *
     * @param knowledge the snapshot of the knowledge base; null where none served
     */
    public record Versions(
            UUID modelVersionId,
            String model,
            String decision,
            int encoderVersionId,
            @JsonInclude(JsonInclude.Include.NON_NULL) UUID knowledge,
            Instant stateAsOf) {}

    /** Milliseconds spent in each step. */
    public record Timings(long candidates, long evidence, long languageModel, long total) {}
}
