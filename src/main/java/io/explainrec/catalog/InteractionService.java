package io.explainrec.catalog;

import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.Cursor;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Feedback: one event at a time, its correction, and a user's history. */
@ApplicationScoped
public class InteractionService {
    /** Events that are looked at for the newest of a domain. */
    private static final int MOST_LOOKED_AT = 20_000;

    private final UserService users;
    private final IdempotencyKeys keys;
    private final Clock clock;

    InteractionService(UserService users, IdempotencyKeys keys, Clock clock) {
        this.users = users;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Records an event, also of an item that was retired. A user who is not known yet is made. The same event again gives the first answer.
     *
     * @param client who asks, for idempotency keys
     * @throws InvalidInput naming every wrong field, an unknown item among them
     * @throws Conflict where the same key or the same user, item and time came with another content
     */
    @Transactional
    public Interaction add(String client, Interaction.Input input) {
        checkFields(input);
        if (input.idempotencyKey() != null) {
            // Before the item and the scale are looked at, which may have changed since the first answer.
            UUID earlier = keys.claim(client, input);
            if (earlier != null) {
                return view(InteractionEntity.findById(earlier));
            }
        }
        Checked checked = check(input);
        Instant at = stored(input.occurredAt() == null ? clock.instant() : input.occurredAt());
        UserEntity user = users.findOrCreate(input.namespace(), input.user());
        InteractionEntity entity = InteractionEntity.<InteractionEntity>find(
                        "user = ?1 and item = ?2 and occurredAt = ?3", user, checked.item(), at)
                .firstResult();
        if (entity != null && (entity.liked != checked.liked() || !Objects.equals(entity.rating, input.rating()))) {
            throw new Conflict("This user has another verdict on this item at " + at
                    + "; correct it with PUT /api/v1/interactions/" + entity.id);
        }
        if (entity == null) {
            entity = new InteractionEntity();
            entity.user = user;
            entity.item = checked.item();
            entity.occurredAt = at;
            entity.createdAt = clock.instant();
            set(entity, checked.liked(), input);
        } else if (input.reason() != null) {
            explain(entity, input);
        }
        if (input.idempotencyKey() != null) {
            keys.keep(client, input, entity.id);
        }
        return view(entity);
    }

    /**
     * Corrects verdict, rating and reason of an event, also of an item that was retired since; who, what and when stay.
     *
     * @throws InvalidInput naming every wrong field, those among them that would make it another event
     */
    @Transactional
    public Interaction correct(UUID id, Interaction.Input input) {
        InteractionEntity entity = entity(id);
        checkFields(input);
        Faults faults = new Faults();
        unchanged(faults, "namespace", entity.user.namespace, input.namespace());
        unchanged(faults, "user", entity.user.externalId, input.user());
        unchanged(faults, "domain", entity.item.domain.name, input.domain());
        unchanged(faults, "item", entity.item.externalId, input.item());
        if (input.occurredAt() != null) {
            unchanged(faults, "occurredAt", entity.occurredAt, stored(input.occurredAt()));
        }
        boolean liked = input.verdict(faults, Domain.of(entity.item.domain));
        faults.throwIfAny();
        ReasonEntity.delete("interactionId", id);
        set(entity, liked, input);
        return view(entity);
    }

    private static void unchanged(Faults faults, String field, Object event, Object said) {
        faults.check(
                event.equals(said),
                field,
                "is " + said + ", and the event's is " + event + "; delete the event and send a new one");
    }

    /** Takes an event back, with its reasons. */
    @Transactional
    public void delete(UUID id) {
        InteractionEntity entity = entity(id);
        entity.delete();
    }

    /**
     * A user's events, newest first.
     *
     * @param after where the page before ended, which may be an event that was deleted since; null for the first
     */
    @Transactional
    public Page<Interaction> history(UUID userId, String after, int limit) {
        new Faults().limit(limit, Page.MOST).throwIfAny();
        List<InteractionEntity> found;
        String order = " order by n.occurredAt desc, n.id desc";
        if (after == null) {
            found = InteractionEntity.whole("n.user.id = ?1" + order, limit + 1, userId);
        } else {
            Place last = Place.of(after);
            found = InteractionEntity.whole(
                    "n.user.id = ?1 and (n.occurredAt < ?2 or n.occurredAt = ?2 and n.id < ?3)" + order,
                    limit + 1,
                    userId,
                    last.at(),
                    last.id());
        }
        return Page.of(views(found), limit, event -> new Place(event.occurredAt(), event.id()).toString());
    }

    /** A place among a user's events, in microseconds since 1970 and an id; none of them needs to be there. */
    private record Place(Instant at, UUID id) {
        private static final String BETWEEN = "_";

        static Place of(String after) {
            int end = Math.max(0, after.indexOf(BETWEEN));
            try {
                long micros = Long.parseLong(after.substring(0, end));
                if (micros < 0) {
                    throw Cursor.unknown(after);
                }
                return new Place(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), Cursor.of(after.substring(end + 1)));
            } catch (NumberFormatException e) {
                throw Cursor.unknown(after);
            }
        }

        @Override
        public String toString() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, at) + BETWEEN + id;
        }
    }

    /** How many events there are of a user. */
    @Transactional
    public long count(UUID userId) {
        return InteractionEntity.count("user.id", userId);
    }

    /**
     * Who had the newest event in a domain among the last that arrived in all domains; where there is none, since more are not looked at,
     * anybody who has one in it.
     */
    @Transactional
    public Optional<User> newestUser(String domain) {
        return userOf(
                        "(SELECT * FROM interaction ORDER BY seq DESC LIMIT " + MOST_LOOKED_AT + ")",
                        "ORDER BY n.seq DESC",
                        domain)
                .or(() -> userOf("interaction", "", domain));
    }

    private static Optional<User> userOf(String events, String order, String domain) {
        return InteractionEntity.getEntityManager()
                .createNativeQuery("""
                        SELECT u.* FROM %s n JOIN item i ON i.id = n.item_id JOIN domain d ON d.id = i.domain_id
                        JOIN app_user u ON u.id = n.user_id WHERE d.name = :domain %s LIMIT 1
                        """.formatted(events, order), UserEntity.class)
                .setParameter("domain", domain)
                .getResultStream()
                .map(user -> User.of((UserEntity) user))
                .findFirst();
    }

    private record Checked(ItemEntity item, boolean liked) {}

    private void checkFields(Interaction.Input input) {
        if (input == null) {
            throw new InvalidInput("body", "is missing");
        }
        Faults faults = new Faults();
        input.check(faults, clock.instant());
        faults.throwIfAny();
    }

    private static Checked check(Interaction.Input input) {
        Faults faults = new Faults();
        DomainEntity domain = DomainEntity.named(input.domain())
                .orElseThrow(() -> new InvalidInput("domain", "'" + input.domain() + "' is not known; make it first"));
        boolean liked = input.verdict(faults, Domain.of(domain));
        // Retired or not: what was sold out meanwhile was judged all the same.
        ItemEntity item = ItemEntity.of(domain, input.item()).orElse(null);
        faults.check(
                item != null,
                "item",
                "'" + input.item() + "' is not in the domain '" + input.domain() + "'; put the item first");
        faults.throwIfAny();
        return new Checked(item, liked);
    }

    /** Words that come behind their verdict are kept; of two that differ nobody knows which is right. */
    private void explain(InteractionEntity entity, Interaction.Input input) {
        List<ReasonEntity> told = ReasonEntity.of(List.of(entity.id));
        if (told.isEmpty()) {
            set(entity, entity.liked, input);
        } else if (told.stream()
                .noneMatch(reason -> reason.text.equals(input.reason().text()))) {
            throw new Conflict("This user's verdict on this item at " + entity.occurredAt
                    + " has another reason; correct it with PUT /api/v1/interactions/" + entity.id);
        }
    }

    private void set(InteractionEntity entity, boolean liked, Interaction.Input input) {
        entity.liked = liked;
        entity.rating = input.rating();
        entity.persist();
        if (input.reason() != null) {
            ReasonEntity reason = new ReasonEntity();
            reason.interactionId = entity.id;
            reason.text = input.reason().text();
            reason.provenance = (input.reason().provenance() == null
                            ? Interaction.Provenance.STATED
                            : input.reason().provenance())
                    .stored();
            reason.author = input.reason().author();
            reason.reasonedAt = input.reason().at() == null
                    ? clock.instant()
                    : input.reason().at();
            reason.createdAt = clock.instant();
            reason.persist();
        }
    }

    /** A time as the database keeps it. */
    private static Instant stored(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }

    private static InteractionEntity entity(UUID id) {
        return InteractionEntity.<InteractionEntity>findByIdOptional(id)
                .orElseThrow(() -> new NotFound("There is no interaction " + id + "."));
    }

    private static Interaction view(InteractionEntity entity) {
        InteractionEntity.flush();
        return views(List.of(entity)).getFirst();
    }

    static List<Interaction> views(List<InteractionEntity> entities) {
        var reasons = ReasonEntity.of(entities.stream().map(entity -> entity.id).toList()).stream()
                .collect(Collectors.groupingBy(reason -> reason.interactionId));
        return entities.stream()
                .map(entity -> new Interaction(
                        entity.id,
                        entity.user.namespace,
                        entity.user.externalId,
                        entity.item.domain.name,
                        entity.item.externalId,
                        entity.item.title,
                        entity.liked,
                        entity.rating,
                        entity.occurredAt,
                        reasons.getOrDefault(entity.id, List.of()).stream()
                                .map(reason -> new Interaction.Reason(
                                        reason.text,
                                        Interaction.Provenance.of(reason.provenance),
                                        reason.author,
                                        reason.reasonedAt))
                                .toList()))
                .toList();
    }
}
