package io.explainrec.recommend;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.Grade;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Person;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Who asks, as read for this request.
 *
 * @param userId null for nobody in particular and for a newcomer, as are namespace and user
 * @param events newest last; of two on the same item the newer stays
 */
record Requester(UUID userId, String namespace, String user, Person person, List<Event> events) {
    Requester {
        events = History.newestOfEach(events, Event::itemId);
    }

    /** Nobody in particular. */
    static final Requester NOBODY = new Requester(null, null, null, Person.UNKNOWN, List.of());

    /** Somebody who is not stored, and said at this moment that they like these items of a domain. */
    static Requester of(Person person, Domain domain, List<Item> liked, Instant at) {
        return new Requester(
                null,
                null,
                null,
                person,
                liked.stream().map(item -> Event.like(item, domain, at)).toList());
    }

    /**
     * An event with what can be said about it.
     *
     * @param grade see {@link io.explainrec.ml.evidence.Grade}
     * @param reason the newest in the person's own words; null where there is none
     * @param told what a reason can be derived from
     */
    record Event(
            UUID itemId,
            UUID domainId,
            ItemReference item,
            boolean liked,
            double grade,
            String reason,
            PromptStyle.Told told) {
        private static Event like(Item item, Domain domain, Instant at) {
            List<String> values =
                    item.attributes().values().stream().flatMap(List::stream).toList();
            return new Event(
                    item.id(),
                    domain.id(),
                    new ItemReference(domain.name(), item.externalId(), item.title()),
                    true,
                    Grade.of(true),
                    null,
                    new PromptStyle.Told(item.externalId(), item.title(), values, true, at.getEpochSecond()));
        }
    }

    /** All that there is an event on. */
    Set<UUID> items() {
        return events.stream().map(Event::itemId).collect(Collectors.toSet());
    }

    History history() {
        return new History(
                events.stream()
                        .map(event -> new History.Event(event.itemId(), event.liked(), event.grade()))
                        .toList(),
                person);
    }
}
