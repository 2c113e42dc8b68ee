package io.explainrec.recommend;

import io.explainrec.ml.evidence.Person;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What of a recommendation names the person: who asked, what was known of them, and the prompt that was made of it.
 *
 * @param person demographics as they were at the request; null in records that are older than this
 * @param history that was used, newest last
 */
public record Personal(
        UUID userId, String namespace, String user, Person person, List<HistoryEvent> history, String prompt) {
    public Personal {
        history = List.copyOf(history);
    }

    /**
     * One event of the history that was used.
     *
     * @param grade see {@link io.explainrec.ml.evidence.Grade}; null in records that are older than this, as is {@code at}
     * @param at when it was, to the second
     */
    public record HistoryEvent(UUID itemId, String externalId, String title, boolean liked, Double grade, Instant at) {}
}
