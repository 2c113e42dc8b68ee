package io.explainrec.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.Cursor;
import io.explainrec.platform.problem.InvalidInput;
import io.explainrec.platform.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** The table of snapshots. One is active, or none. */
@ApplicationScoped
class Snapshots {
    private static final String COLUMNS = """
            SELECT id, status, asked_by, asked_at, built_at, interactions, people, rules::text, message, active, activated_at,
                   activated_by, entries, findings, sensitive_entries, sensitive_findings, erasures < (SELECT count(*) FROM erased_user) AS precedes_an_erasure
            FROM kb_snapshot
            """;

    /** Snapshots that are ready, and others that failed, which are kept at least. */
    static final int KEPT = 20;

    private final Statements sql;
    private final Clock clock;
    private final KnowledgeConfig config;
    private final ObjectMapper json = new ObjectMapper();

    Snapshots(DataSource database, Clock clock, KnowledgeConfig config) {
        sql = new Statements(database);
        this.clock = clock;
        this.config = config;
    }

    /**
     * Newest first.
     *
     * @param after the last one of the page before; null for the first page
     * @throws InvalidInput where there is no such snapshot, perhaps any more
     */
    List<Snapshot> list(UUID after, int limit) {
        if (after != null && first("WHERE id = ?", after).isEmpty()) {
            throw Cursor.unknown(after);
        }
        return sql.query(
                COLUMNS
                        + "WHERE ?::uuid IS NULL OR number < (SELECT number FROM kb_snapshot WHERE id = ?)"
                        + " ORDER BY number DESC LIMIT ?",
                this::snapshot,
                after,
                after,
                limit);
    }

    /**
     * One of them.
     *
     * @throws NotFound where there is none
     */
    Snapshot get(UUID id) {
        return first("WHERE id = ?", id)
                .orElseThrow(() -> new NotFound("There is no snapshot " + id
                        + " of the knowledge base; './explainrec knowledge list' says which there are."));
    }

    /** The one that serves. */
    Optional<Snapshot> active() {
        return first("WHERE active");
    }

    /** The one that served before the one that does. */
    Optional<Snapshot> previous() {
        return first("WHERE NOT active AND activated_at IS NOT NULL ORDER BY activated_at DESC LIMIT 1");
    }

    /** The newest that is ready. */
    Optional<Snapshot> newest() {
        return first("WHERE status = 'ready' ORDER BY number DESC LIMIT 1");
    }

    /** The one that has waited longest to be built. */
    Optional<Snapshot> queued() {
        return first("WHERE status = 'queued' ORDER BY number LIMIT 1");
    }

    /** One that is to be built by these rules: that which waits already. */
    Snapshot queue(String by, Rules rules) {
        Optional<Snapshot> one = Optional.empty();
        while (one.isEmpty()) { // where the one that waited was begun between the two
            one = insert("queued", by, rules)
                    .or(() -> first("WHERE status = 'queued' AND rules = ?::jsonb", stored(rules)));
        }
        return one.get();
    }

    /** Adds one that is to be built. */
    Snapshot add(String status, String by, Rules rules) {
        return insert(status, by, rules).orElseThrow();
    }

    /** Empty where one that is to be built by these rules waits already. */
    private Optional<Snapshot> insert(String status, String by, Rules rules) {
        return sql.query("""
                        INSERT INTO kb_snapshot (status, asked_by, asked_at, rules, erasures)
                        VALUES (?, ?, ?, ?::jsonb, (SELECT count(*) FROM erased_user))
                        ON CONFLICT (rules) WHERE status = 'queued' DO NOTHING RETURNING id
                        """, row -> row.getObject(1, UUID.class), status, by, now(), stored(rules)).stream()
                .findFirst()
                .map(this::get);
    }

    /** Begins by the rules of now: who was erased while it waited is not counted, nor what was switched off meanwhile. */
    Snapshot begin(UUID id, Rules rules) {
        sql.execute(
                "UPDATE kb_snapshot SET status = 'running', rules = ?::jsonb, erasures = (SELECT count(*) FROM erased_user)"
                        + " WHERE id = ?",
                stored(rules),
                id);
        return get(id);
    }

    /** Whether fewer of those who were erased may be counted in it than in the one that serves. */
    boolean countsFewerOfTheErased(UUID id) {
        return sql.query(
                        "SELECT c.erasures > a.erasures FROM kb_snapshot c, kb_snapshot a WHERE c.id = ? AND a.active",
                        row -> row.getBoolean(1),
                        id)
                .contains(true);
    }

    /** Whether its entries have vectors of this encoder. */
    boolean isEncodedBy(UUID id, int encoder) {
        return first("WHERE id = ? AND encoder_version_id = ?", id, encoder).isPresent();
    }

    void fail(UUID id, String message) {
        sql.execute("UPDATE kb_snapshot SET status = 'failed', message = ? WHERE id = ?", message, id);
    }

    /** What runs although nobody builds was interrupted. */
    void failAbandoned() {
        sql.execute("UPDATE kb_snapshot SET status = 'failed', message = 'was interrupted; build another'"
                + " WHERE status = 'running'");
    }

    /**
     * Drops old ones: of those that are ready, and of those that failed, all but the newest {@value #KEPT}, and once a newer one is ready,
     * what may count somebody who was erased, the one that served before among them. What is active, what the record of an answer names, and
     * the newest that is ready, since it says when another is due, stay; so does the one that served before, which may count nobody erased.
     */
    void dropOld() {
        sql.execute("""
                DELETE FROM kb_snapshot s USING (
                    SELECT id, row_number() OVER (PARTITION BY status ORDER BY number DESC) AS place,
                           status = 'ready' AND erasures < (SELECT count(*) FROM erased_user) AS stale,
                           row_number() OVER (ORDER BY active, activated_at DESC NULLS LAST) = 1 AND activated_at IS NOT NULL AS previous
                    FROM kb_snapshot) AS p
                WHERE p.id = s.id AND s.status IN ('ready', 'failed') AND NOT s.active
                  AND (p.stale AND p.place > 1 OR p.place > ? AND NOT p.previous)
                  AND NOT EXISTS (SELECT FROM recommendation r WHERE r.record->'versions'->>'knowledge' = s.id::text)
                """, KEPT);
    }

    /**
     * Makes one ready that is being built. In the transaction that adds its entries.
     *
     * @throws Conflict where it was given up meanwhile, since its process lost the lock
     */
    void finish(UUID id, Counting.Counted counted, int encoder) {
        int running = sql.execute(
                """
                UPDATE kb_snapshot SET status = 'ready', built_at = ?, interactions = ?, people = ?, entries = ?, findings = ?,
                  sensitive_entries = ?, sensitive_findings = ?, first_month = ?, last_month = ?, encoder_version_id = ?
                WHERE id = ? AND status = 'running'
                """,
                now(),
                counted.interactions(),
                counted.people(),
                counted.rows().size(),
                counted.rows().stream().filter(Counting.Row::finding).count(),
                counted.rows().stream().filter(Counting.Row::sensitive).count(),
                counted.rows().stream()
                        .filter(row -> row.sensitive() && row.finding())
                        .count(),
                counted.span() == null ? null : counted.span().first(),
                counted.span() == null ? null : counted.span().last(),
                encoder,
                id);
        if (running == 0) {
            throw new Conflict("Snapshot " + id + " was given up while it was built, as the database lost its process;"
                    + " build another with './explainrec knowledge build'.");
        }
    }

    /**
     * Makes one the active one, and no other. In the caller's transaction.
     *
     * @throws NotFound where it was dropped meanwhile
     * @throws Conflict where it may count as many of those who were erased as the one that serves
     */
    void activate(UUID id, String by) {
        // Two activations wait for each other, so that the later one wins; and nothing that is looked at now is dropped
        // before it serves.
        sql.execute("LOCK TABLE kb_snapshot IN SHARE ROW EXCLUSIVE MODE");
        if (get(id).precedesAnErasure() && !countsFewerOfTheErased(id)) {
            throw new Conflict("Snapshot " + id + " was built before a person was erased, whom it may count;"
                    + " build another with './explainrec knowledge build'.");
        }
        sql.execute("UPDATE kb_snapshot SET active = false WHERE active");
        // Later than those before, whatever the clock says, since 'previous' goes by it.
        sql.execute("""
                UPDATE kb_snapshot SET active = true, activated_by = ?, activated_at = greatest(
                  ?, (SELECT max(activated_at) + interval '1 microsecond' FROM kb_snapshot)) WHERE id = ?
                """, by, now(), id);
    }

    /** Now, or when the last one was built, if the clock went back since: what was counted once stays counted. */
    Instant asOf() {
        return sql.query("SELECT greatest(?, max(built_at)) FROM kb_snapshot", row -> row.getTimestamp(1), now())
                .getFirst()
                .toInstant();
    }

    /** How many interactions a snapshot would count now. */
    long interactions() {
        return sql.query(
                        "SELECT count(*) FROM interaction WHERE occurred_at <= ?",
                        row -> row.getLong(1),
                        Timestamp.from(asOf()))
                .getFirst();
    }

    private Optional<Snapshot> first(String condition, Object... parameters) {
        return sql.query(COLUMNS + condition, this::snapshot, parameters).stream()
                .findFirst();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(
                row.getObject("id", UUID.class),
                row.getString("status"),
                row.getString("asked_by"),
                row.getTimestamp("asked_at").toInstant(),
                instant(row.getTimestamp("built_at")),
                row.getLong("interactions"),
                row.getLong("people"),
                row.getLong("entries") - (config.sensitive() ? 0 : row.getLong("sensitive_entries")),
                row.getLong("findings") - (config.sensitive() ? 0 : row.getLong("sensitive_findings")),
                rules(row.getString("rules")),
                row.getString("message"),
                row.getBoolean("active"),
                row.getBoolean("precedes_an_erasure"),
                instant(row.getTimestamp("activated_at")),
                row.getString("activated_by"));
    }

    private String stored(Rules rules) {
        try {
            return json.writeValueAsString(rules);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Rules rules(String stored) {
        try {
            return json.readValue(stored, Rules.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("'" + stored + "' are no rules of a snapshot", e);
        }
    }

    private static Instant instant(Timestamp stored) {
        return stored == null ? null : stored.toInstant();
    }
}
