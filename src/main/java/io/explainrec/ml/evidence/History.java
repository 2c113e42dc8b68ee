package io.explainrec.ml.evidence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * What is known of the user at the moment of the request.
 *
 * @param events newest last; of two on the same item, the newer stays
 * @param groups groups the user belongs to, finest first; empty without demographics
 */
public record History(List<Event> events, List<String> groups) {
    /** No user, or one of whom nothing is known. */
    public static final History NONE = new History(List.of(), List.of());

    public History {
        SequencedMap<UUID, Event> newest = new LinkedHashMap<>();
        events.forEach(event -> newest.putLast(event.itemId(), event));
        events = List.copyOf(newest.values());
        groups = List.copyOf(groups);
    }

    /** One event. */
    public record Event(UUID itemId, boolean liked) {}

    long likes() {
        return events.stream().filter(Event::liked).count();
    }
}
