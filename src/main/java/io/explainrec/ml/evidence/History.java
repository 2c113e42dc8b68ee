package io.explainrec.ml.evidence;

import java.util.List;
import java.util.UUID;

/**
 * What is known of the user at the moment of the request.
 *
 * @param events newest last
 * @param groups groups the user belongs to, finest first; empty without demographics
 */
public record History(List<Event> events, List<String> groups) {
    /** No user, or one of whom nothing is known. */
    public static final History NONE = new History(List.of(), List.of());

    public History {
        events = List.copyOf(events);
        groups = List.copyOf(groups);
    }

    /** One event. */
    public record Event(UUID itemId, boolean liked) {}

    long likes() {
        return events.stream().filter(Event::liked).count();
    }
}
