package io.explainrec.recommend;

import io.explainrec.catalog.Interaction;
import io.explainrec.catalog.InteractionService;
import io.explainrec.catalog.UserService;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What people said of what they were shown: an event like any other, which knows the recommendation that it answers. */
@ApplicationScoped
public class FeedbackService implements PersonalDataHolder {
    private static final String OF_USER =
            " FROM recommendation_feedback f JOIN interaction n ON n.id = f.interaction_id WHERE n.user_id = :user";

    private final RecommendationRecorder recorder;
    private final InteractionService interactions;
    private final UserService users;
    private final EntityManager entities;

    FeedbackService(
            RecommendationRecorder recorder,
            InteractionService interactions,
            UserService users,
            EntityManager entities) {
        this.recorder = recorder;
        this.interactions = interactions;
        this.users = users;
        this.entities = entities;
    }

    /**
     * What the person said; who they are and the item's domain the recommendation knows.
     *
     * @param item one that was shown
     * @param liked or {@code rating}; see {@link Interaction.Input}
     */
    public record Feedback(
            String item,
            Boolean liked,
            Float rating,
            Instant occurredAt,
            Interaction.Reason reason,
            String idempotencyKey) {
        Feedback withKey(String key) {
            return key == null ? this : new Feedback(item, liked, rating, occurredAt, reason, key);
        }
    }

    /** That an event answered a recommendation. */
    public record Link(UUID interaction, UUID recommendation) {}

    /**
     * Records the feedback as an event of the person who was recommended to.
     *
     * @param client who asks, for idempotency keys
     * @throws NotFound where there is no such recommendation
     * @throws Conflict where it was made for nobody in particular, only tried, or the person was erased since
     * @throws InvalidInput naming every wrong field, an item that was not shown among them
     */
    @Transactional
    public Interaction give(String client, UUID recommendationId, Feedback feedback) {
        if (feedback == null) {
            throw new InvalidInput("body", "is missing");
        }
        Recommendation recommendation = recorder.find(recommendationId)
                .orElseThrow(() -> new NotFound("There is no recommendation " + recommendationId + "."));
        if (recommendation.asked().triedBy() != null) {
            throw new Conflict(
                    "The recommendation " + recommendationId + " was tried by staff, and the person never shown it."
                            + " Send what somebody said to POST /api/v1/interactions.");
        }
        Personal person = recommendation.personal();
        // The record may have been read while an erasure was under way: that is waited for, and the event must bring
        // nobody back.
        if (person == null || !users.hold(person.userId())) {
            throw new Conflict(
                    "The recommendation " + recommendationId + " names nobody: it was made without a profile, or"
                            + " the person was erased since. Send what somebody said to POST /api/v1/interactions.");
        }
        if (recommendation.shown().stream().noneMatch(item -> item.externalId().equals(feedback.item()))) {
            throw new InvalidInput(
                    "item",
                    "'" + feedback.item() + "' was not shown; expected one of "
                            + recommendation.shown().stream()
                                    .map(DecidedItem::externalId)
                                    .toList());
        }
        Interaction given = interactions.add(
                client,
                new Interaction.Input(
                        person.namespace(),
                        person.user(),
                        recommendation.domain(),
                        feedback.item(),
                        feedback.liked(),
                        feedback.rating(),
                        feedback.occurredAt(),
                        feedback.reason(),
                        feedback.idempotencyKey()));
        // A link to the same recommendation counts as made, one to another does not.
        int linked = entities.createNativeQuery("""
                        INSERT INTO recommendation_feedback (interaction_id, recommendation_id, created_at)
                        VALUES (:interaction, :recommendation, :at)
                        ON CONFLICT (interaction_id) DO UPDATE SET created_at = recommendation_feedback.created_at
                          WHERE recommendation_feedback.recommendation_id = excluded.recommendation_id
                        """)
                .setParameter("interaction", given.id())
                .setParameter("recommendation", recommendationId)
                .setParameter("at", Timestamp.from(RecommendationIds.time(recommendationId)))
                .executeUpdate();
        if (linked == 0) {
            throw new Conflict("What was said of '" + feedback.item() + "' at " + given.occurredAt()
                    + " answers another recommendation already; send another time, and another key.");
        }
        return given;
    }

    @Override
    public String part() {
        return "feedback";
    }

    @Override
    @Transactional
    public Object export(UUID userId) {
        @SuppressWarnings("unchecked")
        List<Object[]> rows = entities.createNativeQuery(
                        "SELECT f.interaction_id, f.recommendation_id" + OF_USER + " ORDER BY 2, 1")
                .setParameter("user", userId)
                .getResultList();
        return rows.stream().map(row -> new Link((UUID) row[0], (UUID) row[1])).toList();
    }

    @Override
    @Transactional
    public Map<String, Long> erase(UUID userId) {
        long erased = entities.createNativeQuery(
                        "DELETE FROM recommendation_feedback WHERE interaction_id IN (SELECT f.interaction_id" + OF_USER
                                + ")")
                .setParameter("user", userId)
                .executeUpdate();
        return Map.of("feedback", erased);
    }
}
