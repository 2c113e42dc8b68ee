package io.explainrec.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Which recommendations a person was served, and which were tried for them in the portal. What was served without a profile points at nobody and is not among them. */
@ApplicationScoped
public class ServedRecommendations {
    private static final String OF_USER =
            " FROM recommendation r JOIN vault.subject_key k USING (subject_id) WHERE k.user_id = :user";

    private final EntityManager entities;

    ServedRecommendations(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * One answer, without what is sealed.
     *
     * @param degraded why a source of evidence was missing; null when none was
     * @param triedBy account that tried it, so that the person never saw it; null where it was served
     */
    public record Served(UUID id, Instant at, String domain, String degraded, long items, String triedBy) {}

    /** How many were served, and how many more were tried and never shown to the person. */
    public record Count(long served, long tried) {}

    @Transactional
    public Count count(UUID userId) {
        Object[] row = (Object[]) entities.createNativeQuery(
                        "SELECT count(*) FILTER (WHERE r.tried_by IS NULL), count(r.tried_by)" + OF_USER)
                .setParameter("user", userId)
                .getSingleResult();
        return new Count((Long) row[0], (Long) row[1]);
    }

    /** The last ones, tried or served, newest first. */
    @Transactional
    public List<Served> last(UUID userId, int limit) {
        Query query = entities.createNativeQuery("SELECT r.id, r.created_at,"
                        + " (SELECT d.name FROM domain d WHERE d.id = r.domain_id), r.degraded,"
                        + " (SELECT count(*) FROM recommended_item i"
                        + " WHERE i.recommendation_id = r.id AND i.created_at = r.created_at), r.tried_by"
                        + OF_USER + " ORDER BY r.created_at DESC, r.id DESC LIMIT :limit")
                .setParameter("user", userId)
                .setParameter("limit", limit);
        @SuppressWarnings("unchecked")
        List<Object[]> rows = query.getResultList();
        return rows.stream()
                .map(row -> new Served(
                        (UUID) row[0], (Instant) row[1], (String) row[2], (String) row[3], (Long) row[4], (String)
                                row[5]))
                .toList();
    }
}
