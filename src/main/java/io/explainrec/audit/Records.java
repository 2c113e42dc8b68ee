package io.explainrec.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.recommend.DecidedItem;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationIds;
import io.explainrec.recommend.RecommendationRecorder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernateHints;
import org.jboss.logging.Logger;

/** The record of every recommendation: what is not personal as JSON, what is under the person's key. */
@ApplicationScoped
class Records implements RecommendationRecorder, PersonalDataHolder {
    private static final Logger LOG = Logger.getLogger(Records.class);

    /** Records that are read at once. */
    static final int PAGE = 20;

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private static final String WHOLE = "record";
    /** Without the candidates that were not shown, of which there are hundreds. */
    private static final String SHOWN =
            "jsonb_set(record, '{candidates}', jsonb_path_query_array(record, '$.candidates[*] ? (@.rank > 0)'))";

    /**
     * A record without the numbers, by which those of one person could be told from others': what was shown and what decided stay. Values
     * and weights tell how many events there were, how generous the person is, and in which groups they are.
     */
    private static final String WITHOUT_NUMBERS = """
            record - 'sources' - 'like' - 'order' || jsonb_build_object('candidates', coalesce(
              (SELECT jsonb_agg(item - 'values') FROM jsonb_array_elements(record->'candidates') AS item
               WHERE cast(item->>'rank' AS int) > 0), jsonb_build_array()))
            """;

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
        entities.createNativeQuery("""
                        INSERT INTO recommended_item (recommendation_id, created_at, rank, item_id)
                        SELECT :id, :at, rank, item FROM unnest(cast(:items AS uuid[])) WITH ORDINALITY AS shown (item, rank)
                        """)
                .setParameter("id", r.id())
                .setParameter("at", at)
                .setParameter("items", inOrder(r.shown()))
                .executeUpdate();
    }

    /** Ids by rank, which goes from 1 on, as PostgreSQL writes an array. */
    private static String inOrder(List<DecidedItem> shown) {
        return shown.stream()
                .sorted(Comparator.comparingInt(DecidedItem::rank))
                .map(item -> item.itemId().toString())
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    @Transactional
    public Optional<Recommendation> find(UUID id) {
        var parameters = Map.of("id", id, "at", Timestamp.from(RecommendationIds.time(id)));
        return read(WHOLE, "id = :id AND created_at = :at", parameters, StoredRecord::orThrow).stream()
                .findFirst();
    }

    @Override
    @Transactional
    public List<Told> newestOf(UUID snapshot, int limit) {
        return read(
                SHOWN,
                "record->'versions'->>'knowledge' = :snapshot AND tried_by IS NULL"
                        + " ORDER BY created_at DESC, id DESC LIMIT :limit",
                Map.of("snapshot", snapshot.toString(), "limit", limit),
                StoredRecord::told);
    }

    @Override
    public String part() {
        return "recommendations";
    }

    /** Read while it is written, so that years of answers take no more memory than a page of them. */
    @Override
    @Transactional
    public Object export(UUID userId) {
        Optional<UUID> subject = keys.subjectOf(userId);
        return new ExportedRecords(
                () -> subject.map(this::exported).orElseGet(Stream::empty).iterator());
    }

    /** Oldest first; a page is read when the one before it was taken. */
    private Stream<ExportedRecords.Exported> exported(UUID subject) {
        return Stream.iterate(
                        page(subject, BEFORE_ALL),
                        page -> !page.isEmpty(),
                        page -> page(subject, page.getLast().answer().id()))
                .flatMap(List::stream);
    }

    private List<ExportedRecords.Exported> page(UUID subject, UUID after) {
        var parameters = Map.of(
                "subject", subject, "at", Timestamp.from(RecommendationIds.time(after)), "after", after, "limit", PAGE);
        return QuarkusTransaction.joiningExisting()
                .call(() -> read(
                        SHOWN,
                        "subject_id = :subject AND (created_at, id) > (:at, :after) ORDER BY created_at, id LIMIT :limit",
                        parameters,
                        ExportedRecords.Exported::of));
    }

    @Override
    @Transactional
    public Map<String, Long> erase(UUID userId) {
        // The key alone would leave the id, and numbers that are the person's own.
        int records = keys.subjectOf(userId)
                .map(subject -> entities.createNativeQuery(
                                "UPDATE recommendation SET subject_id = NULL, personal = NULL, record = "
                                        + WITHOUT_NUMBERS + " WHERE subject_id = :subject")
                        .setParameter("subject", subject)
                        .executeUpdate())
                .orElse(0);
        keys.destroy(userId);
        return Map.of("recommendationRecordsSealedForever", (long) records);
    }

    /**
     * Reads records one after the other.
     *
     * @param part of the record's body
     * @param as what is kept of each
     */
    private <T> List<T> read(String part, String where, Map<String, ?> parameters, Function<StoredRecord, T> as) {
        Query query = entities.createNativeQuery("SELECT id, created_at, domain_id, mode, degraded, subject_id, ("
                        + part + ")::text, personal, tried_by FROM recommendation WHERE " + where)
                .setHint(HibernateHints.HINT_FETCH_SIZE, PAGE);
        parameters.forEach(query::setParameter);
        @SuppressWarnings("unchecked")
        Stream<Object[]> all = query.getResultStream();
        try (Stream<Object[]> rows = all) {
            return rows.map(row -> as.apply(stored(row))).toList();
        }
    }

    private StoredRecord stored(Object[] row) {
        UUID id = (UUID) row[0];
        RecordBody body = parse(((String) row[6]).getBytes(StandardCharsets.UTF_8), RecordBody.class);
        body.checkSchema(id);
        Optional<PersonalBody> opened =
                row[5] == null ? Optional.of(body.withoutPerson()) : open(id, (UUID) row[5], (byte[]) row[7]);
        PersonalBody personal = opened.orElse(PersonalBody.NONE);
        List<DecidedItem> decided = body.decided();
        int shown = (int) decided.stream().filter(item -> item.rank() > 0).count();
        return new StoredRecord(
                new Recommendation(
                        id,
                        (Instant) row[1],
                        (UUID) row[2],
                        body.domain(),
                        "profiled".equals(row[3]) ? Recommendation.Mode.PROFILED : Recommendation.Mode.NON_PROFILED,
                        new Recommendation.Asked(
                                body.asked() == null ? shown : body.asked(), body.filters(), body.given(), (String)
                                        row[8]),
                        body.versions(),
                        (String) row[4],
                        decided,
                        personal.explanations(),
                        body.timings(),
                        personal.personal()),
                opened.isPresent());
    }

    /** What is sealed, {@link PersonalBody#NONE} after an erasure; empty where it does not open. */
    private Optional<PersonalBody> open(UUID id, UUID subjectId, byte[] sealed) {
        try {
            return Optional.of(keys.ofSubject(subjectId)
                    .map(subject -> parse(subject.box().open(sealed, id), PersonalBody.class))
                    .orElse(PersonalBody.NONE));
        } catch (BrokenSeal e) {
            LOG.errorf("The personal part of recommendation %s cannot be opened: %s", id, e.getMessage());
            return Optional.empty();
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
