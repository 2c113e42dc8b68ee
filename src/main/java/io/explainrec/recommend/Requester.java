package io.explainrec.recommend;

import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Person;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * Who asks, as read for this request.
 *
 * @param events newest last; of two on the same item the newer stays, since people change their minds
 */
record Requester(UUID userId, String namespace, String user, Person person, List<Event> events) {
    Requester {
        SequencedMap<UUID, Event> newest = new LinkedHashMap<>();
        events.forEach(event -> newest.putLast(event.itemId(), event));
        events = List.copyOf(newest.values());
    }

    /** Nobody in particular. */
    static final Requester NOBODY = new Requester(null, null, null, Person.UNKNOWN, List.of());

    /**
     * An event with what can be said about it.
     *
     * @param grade see {@link io.explainrec.ml.evidence.Grade}
     * @param reason as it was stated; null where none was
     * @param told what a reason can be derived from
     */
    record Event(
            UUID itemId,
            UUID domainId,
            String externalId,
            String title,
            boolean liked,
            double grade,
            String reason,
            PromptStyle.Told told) {}

    History history() {
        return new History(
                events.stream()
                        .map(event -> new History.Event(event.itemId(), event.liked(), event.grade()))
                        .toList(),
                person);
    }
}
