package io.explainrec.recommend;

import io.explainrec.ml.evidence.EvidenceSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The part of a recommendation that points at the person: who asked, what was known of them, the prompt, and the
 * reasons they were given.
 *
 * @param explanations by item, for the items shown
 */
public record Personal(
        UUID userId,
        String namespace,
        String user,
        List<HistoryEvent> history,
        String prompt,
        Map<UUID, Explanation> explanations) {

    /** One event of the history that was used, newest last. */
    public record HistoryEvent(UUID itemId, String externalId, String title, boolean liked) {}

    /** The reason as served, and for each source the ids of the history items it rests on. */
    public record Explanation(String reason, Map<EvidenceSource, List<String>> because) {}
}
