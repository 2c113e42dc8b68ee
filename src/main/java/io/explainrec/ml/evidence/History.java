package io.explainrec.ml.evidence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * What is known of the user at the moment of the request.
 *
 * @param events newest last; of two on the same item, the newer stays
 * @param person demographics
 */
public record History(List<Event> events, Person person) {
    /** Events that are read, the newest: in serving and in evaluation alike. */
    public static final int LONGEST = 300;

    /** No user, or one of whom nothing is known. */
    public static final History NONE = new History(List.of(), Person.UNKNOWN);

    public History {
        events = newestOfEach(events, Event::itemId);
    }

    /**
     * Of events on the same item the newest alone, since people change their minds; in the order of what is left.
     *
     * @param events newest last
     */
    public static <E> List<E> newestOfEach(List<E> events, Function<E, UUID> item) {
        SequencedMap<UUID, E> newest = new LinkedHashMap<>();
        events.forEach(event -> newest.putLast(item.apply(event), event));
        return List.copyOf(newest.values());
    }

    /**
     * One event.
     *
     * @param grade see {@link Grade}
     * @param second when it was; {@link #UNTIMED} where that is not known or not asked for
     */
    public record Event(UUID itemId, boolean liked, double grade, long second) {
        public static final long UNTIMED = Long.MIN_VALUE;

        public Event(UUID itemId, boolean liked, double grade) {
            this(itemId, liked, grade, UNTIMED);
        }

        /** Of a flag alone. */
        public Event(UUID itemId, boolean liked) {
            this(itemId, liked, Grade.of(liked));
        }
    }

    /** Groups that the user belongs to, finest first; empty without demographics. */
    public List<String> groups() {
        return person.groups();
    }

    long likes() {
        return events.stream().filter(Event::liked).count();
    }
}
