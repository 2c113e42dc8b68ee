package io.explainrec.evaluation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of reports. They are added and read; nothing changes one or takes it away. */
@ApplicationScoped
class EvaluationRepository {
    private static final String COLUMNS = "SELECT id, created_at, added_by, body::text FROM evaluation_report ";

    private final EntityManager entities;

    EvaluationRepository(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A stored report.
     *
     * @param body as JSON
     */
    record Row(UUID id, Instant createdAt, String addedBy, String body) {}

    /** The report, which was there before where the same one was sent. */
    Row add(String source, String body, String addedBy) {
        // Who sends the same report at the same moment waits, and finds it there.
        entities.createNativeQuery("LOCK TABLE evaluation_report IN SHARE ROW EXCLUSIVE MODE")
                .executeUpdate();
        Object id = entities.createNativeQuery("""
                        WITH sent AS (SELECT cast(:body AS jsonb) AS body),
                          there AS (SELECT id FROM evaluation_report JOIN sent USING (body) WHERE source = :source),
                          added AS (INSERT INTO evaluation_report (source, body, added_by)
                            SELECT :source, body, :by FROM sent WHERE NOT EXISTS (SELECT 1 FROM there) RETURNING id)
                        SELECT id FROM there UNION ALL SELECT id FROM added LIMIT 1
                        """, Object.class)
                .setParameter("source", source)
                .setParameter("body", body)
                .setParameter("by", addedBy)
                .getSingleResult();
        return find((UUID) id).orElseThrow();
    }

    Optional<Row> find(UUID id) {
        return rows(entities.createNativeQuery(COLUMNS + "WHERE id = :id", Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .stream()
                .findFirst();
    }

    /** Newest first, behind one of them; from the newest where that is null. Bodies stay where they are, since each may have megabytes. */
    List<EvaluationService.Listed> list(UUID after, int limit) {
        List<?> found = entities.createNativeQuery("""
                        SELECT id, created_at, source, cast(body->'data'->>'rows' AS bigint), added_by FROM evaluation_report
                        WHERE cast(:after AS uuid) IS NULL OR id < :after ORDER BY id DESC LIMIT :limit
                        """, Object[].class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList();
        return found.stream()
                .map(Object[].class::cast)
                .map(row -> new EvaluationService.Listed(
                        (UUID) row[0], (Instant) row[1], (String) row[2], (Long) row[3], (String) row[4]))
                .toList();
    }

    private static List<Row> rows(List<?> found) {
        return found.stream()
                .map(Object[].class::cast)
                .map(row -> new Row((UUID) row[0], (Instant) row[1], (String) row[2], (String) row[3]))
                .toList();
    }
}
