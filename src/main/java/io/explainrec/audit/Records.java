package io.explainrec.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationIds;
import io.explainrec.recommend.RecommendationRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The record of every recommendation: what is not personal as JSON, what is under the person's key. */
@ApplicationScoped
class Records implements RecommendationRecorder, PersonalDataHolder {
    private static final Logger LOG = Logger.getLogger(Records.class);

    private final EntityManager entities;
    private final SubjectKeys keys;
    private final ObjectMapper json;

    Records(EntityManager entities, SubjectKeys keys, ObjectMapper json) {
        this.entities = entities;
        this.keys = keys;
        this.json = json;
    }

    @Override
    @Transactional
    public void record(Recommendation r) {
        SubjectKeys.Subject subject =
                r.personal() == null ? null : keys.ofUser(r.personal().userId());
        byte[] sealed = subject == null
                ? null
                : subject.box().seal(write(new PersonalBody(r.personal(), r.explanations())), r.id());
        // The partition is found by the id's time, so that is what the row is stored under.
        Timestamp at = Timestamp.from(RecommendationIds.time(r.id()));
        entities.createNativeQuery("""
                        INSERT INTO recommendation
                          (id, created_at, domain_id, model_version_id, mode, degraded, tried_by, subject_id, record, personal)
                        VALUES (:id, :at, :domain, :model, :mode, :degraded, :tried, :subject, cast(:record AS jsonb), :personal)
                        """)
                .setParameter("id", r.id())
                .setParameter("at", at)
                .setParameter("domain", r.domainId())
                .setParameter("model", r.versions().modelVersionId())
                .setParameter("mode", r.mode() == Recommendation.Mode.PROFILED ? "profiled" : "non-profiled")
                .setParameter("degraded", r.degraded())
                .setParameter("tried", r.asked().triedBy())
                .setParameter("subject", subject == null ? null : subject.id())
                .setParameter("record", new String(write(RecordBody.of(r)), StandardCharsets.UTF_8))
                .setParameter("personal", sealed)
                .executeUpdate();
        for (DecidedItem item : r.shown()) {
            entities.createNativeQuery("""
                            INSERT INTO recommended_item (recommendation_id, created_at, rank, item_id, like_logit, rank_logit)
                            VALUES (:id, :at, :rank, :item, :like, :order)
                            """)
                    .setParameter("id", r.id())
                    .setParameter("at", at)
                    .setParameter("rank", item.rank())
                    .setParameter("item", item.itemId())
                    .setParameter("like", item.like().logit())
                    .setParameter("order", item.order().logit())
                    .executeUpdate();
        }
    }

    @Override
    @Transactional
    public Optional<Recommendation> find(UUID id) {
        return read("id = :id AND created_at = :at", Map.of("id", id, "at", Timestamp.from(RecommendationIds.time(id))))
                .stream()
                .findFirst();
    }

    @Override
    @Transactional
    public List<Recommendation> newestOf(UUID snapshot, int limit) {
        return read(
                        "id IN (SELECT id FROM recommendation WHERE record->'versions'->>'knowledge' = :snapshot"
                                + " ORDER BY created_at DESC LIMIT :limit)",
                        Map.of("snapshot", snapshot.toString(), "limit", limit))
                .reversed();
    }

    @Override
    public String part() {
        return "recommendations";
    }

    @Override
    @Transactional
    public Object export(UUID userId) {
        return keys.subjectOf(userId)
                .map(subject -> read("subject_id = :subject", Map.of("subject", subject)))
                .orElse(List.of());
    }

    @Override
    @Transactional
    public Map<String, Long> erase(UUID userId) {
        // The key alone would leave the id, by which the records of one person could be laid side by side.
        int records = keys.subjectOf(userId)
                .map(subject -> entities.createNativeQuery(
                                "UPDATE recommendation SET subject_id = NULL, personal = NULL WHERE subject_id = :subject")
                        .setParameter("subject", subject)
                        .executeUpdate())
                .orElse(0);
        keys.destroy(userId);
        return Map.of("recommendationRecordsSealedForever", (long) records);
    }

    private List<Recommendation> read(String condition, Map<String, Object> parameters) {
        Query query =
                entities.createNativeQuery("SELECT id, created_at, domain_id, mode, degraded, subject_id, record::text,"
                        + " personal, tried_by FROM recommendation WHERE " + condition + " ORDER BY created_at, id");
        parameters.forEach(query::setParameter);
        @SuppressWarnings("unchecked")
        List<Object[]> rows = query.getResultList();
        List<Recommendation> found = new ArrayList<>();
        rows.forEach(row -> found.add(recommendation(row)));
        return found;
    }

    private Recommendation recommendation(Object[] row) {
        UUID id = (UUID) row[0];
        RecordBody body = parse(((String) row[6]).getBytes(StandardCharsets.UTF_8), RecordBody.class);
        body.checkSchema(id);
        PersonalBody personal = row[5] == null ? body.withoutPerson() : personal(id, (UUID) row[5], (byte[]) row[7]);
        List<DecidedItem> decided = body.decided();
        int shown = (int) decided.stream().filter(item -> item.rank() > 0).count();
        return new Recommendation(
                id,
                (Instant) row[1],
                (UUID) row[2],
                body.domain(),
                "profiled".equals(row[3]) ? Recommendation.Mode.PROFILED : Recommendation.Mode.NON_PROFILED,
                new Recommendation.Asked(
                        body.asked() == null ? shown : body.asked(), body.filters(), body.given(), (String) row[8]),
                body.versions(),
                (String) row[4],
                decided,
                personal.explanations(),
                body.timings(),
                personal.personal());
    }

    private PersonalBody personal(UUID id, UUID subjectId, byte[] sealed) {
        try {
            return keys.ofSubject(subjectId)
                    .map(subject -> parse(subject.box().open(sealed, id), PersonalBody.class))
                    .orElse(new PersonalBody(null, Map.of()));
        } catch (BrokenSeal e) {
            LOG.errorf(e, "the personal part of recommendation %s cannot be opened", id);
            throw new RecordUnreadable(id);
        }
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T parse(byte[] bytes, Class<T> type) {
        try {
            return json.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("a record cannot be read", e);
        }
    }
}
