package io.explainrec.recommend;

import io.explainrec.ml.evidence.Groups;
import io.explainrec.ml.evidence.History;
import java.util.List;
import java.util.UUID;

/**
 * Who asks, as read for this request.
 *
 * @param events newest last
 */
record Requester(UUID userId, String namespace, String user, String ageBand, String gender, List<Event> events) {
    /** Nobody in particular. */
    static final Requester NOBODY = new Requester(null, null, null, null, null, List.of());

    /** An event with what can be said about it; reason is null where none is known. */
    record Event(UUID itemId, UUID domainId, String externalId, String title, boolean liked, String reason) {}

    History history() {
        return new History(
                events.stream()
                        .map(event -> new History.Event(event.itemId(), event.liked()))
                        .toList(),
                Groups.of(ageBand, gender));
    }
}
