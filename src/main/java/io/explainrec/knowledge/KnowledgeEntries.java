package io.explainrec.knowledge;

import com.pgvector.PGvector;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The table of entries. They come in with their snapshot, and nothing changes one. */
@ApplicationScoped
class KnowledgeEntries {
    private static final String COLUMNS = """
            SELECT kind, domain, attribute, value, given::text AS given, statement, support, rate, reference, difference, low, high,
                   q, finding, sensitive, valid_from, valid_until FROM kb_entry
            """;

    /** Findings first, by kind, and the surest first. */
    private static final String ORDER = " ORDER BY finding DESC, kind, q, domain, attribute, value, given ";

    /** Entries sent at once: a snapshot may have a million, and the driver keeps a batch in memory. */
    private static final int BATCH = 1000;

    private final DataSource database;
    private final Statements sql;

    KnowledgeEntries(DataSource database) {
        this.database = database;
        sql = new Statements(database);
    }

    /**
     * Which entries of a snapshot are wanted; null for any.
     *
     * @param findings whether only what counts as found
     * @param sensitive whether also what rests on people's demographics
     */
    record Filter(
            KnowledgeKind kind, String domain, String attribute, String value, boolean findings, boolean sensitive) {}

    /** An entry, and the cosine of its vector with what was searched for. */
    record Near(KnowledgeEntry entry, double cosine) {}

    /** Adds the entries of a snapshot, in the caller's transaction. */
    void add(UUID snapshot, List<KnowledgeEntry> entries, Map<KnowledgeEntry.Key, float[]> vectors) {
        String insert = """
                INSERT INTO kb_entry (snapshot_id, kind, domain, attribute, value, given, statement, support, rate, reference,
                  difference, low, high, q, finding, sensitive, valid_from, valid_until, embedding)
                VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            int added = 0;
            for (KnowledgeEntry entry : entries) {
                float[] vector = vectors.get(entry.key());
                Object[] values = {
                    snapshot,
                    entry.kind().label(),
                    entry.subject().domain(),
                    entry.subject().attribute(),
                    entry.subject().value(),
                    entry.given().json(),
                    entry.statement(),
                    entry.statistics().support(),
                    entry.statistics().rate(),
                    entry.statistics().reference(),
                    entry.statistics().difference(),
                    entry.statistics().low(),
                    entry.statistics().high(),
                    entry.statistics().q(),
                    entry.finding(),
                    entry.sensitive(),
                    Date.valueOf(entry.validFrom()),
                    Date.valueOf(entry.validUntil()),
                    vector == null ? null : new PGvector(vector)
                };
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.addBatch();
                if (++added % BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot store " + entries.size() + " entries", e);
        }
    }

    /** Those of a snapshot that a filter lets through, behind so many of them, in {@link #ORDER}. */
    List<KnowledgeEntry> list(UUID snapshot, Filter filter, int after, int limit) {
        return sql.query(
                COLUMNS + """
                WHERE snapshot_id = ? AND (?::text IS NULL OR kind = ?) AND (?::text IS NULL OR domain = ?)
                  AND (?::text IS NULL OR attribute = ?) AND (?::text IS NULL OR value = ?) AND (finding OR NOT ?)
                  AND (NOT sensitive OR ?)
                """ + ORDER + "OFFSET ? LIMIT ?",
                KnowledgeEntries::entry,
                snapshot,
                filter.kind() == null ? null : filter.kind().label(),
                filter.kind() == null ? null : filter.kind().label(),
                filter.domain(),
                filter.domain(),
                filter.attribute(),
                filter.attribute(),
                filter.value(),
                filter.value(),
                filter.findings(),
                filter.sensitive(),
                after,
                limit);
    }

    /** Those of a snapshot that are findings in it or in another, in {@link #ORDER}. */
    List<KnowledgeEntry> foundInEither(UUID snapshot, UUID other, boolean sensitive) {
        return sql.query(COLUMNS + """
                e WHERE snapshot_id = ? AND (NOT sensitive OR ?) AND (finding OR EXISTS (
                  SELECT 1 FROM kb_entry o WHERE o.snapshot_id = ? AND o.finding
                    AND (o.kind, o.domain, o.attribute, o.value, o.given) = (e.kind, e.domain, e.attribute, e.value, e.given)))
                """ + ORDER, KnowledgeEntries::entry, snapshot, sensitive, other);
    }

    /** The entry of this key, in a list of one; an empty list where the snapshot says nothing of it. */
    List<KnowledgeEntry> find(UUID snapshot, KnowledgeEntry.Key key, boolean sensitive) {
        return sql.query(
                COLUMNS + "WHERE (snapshot_id, kind, domain, attribute, value, given) = (?, ?, ?, ?, ?, ?::jsonb)"
                        + " AND (NOT sensitive OR ?)",
                KnowledgeEntries::entry,
                snapshot,
                key.kind().label(),
                key.subject().domain(),
                key.subject().attribute(),
                key.subject().value(),
                key.given().json(),
                sensitive);
    }

    /** The findings of a snapshot that are nearest to a vector of its encoder, nearest first. */
    List<Near> nearest(UUID snapshot, float[] query, boolean sensitive, int limit) {
        // Findings are some hundreds, so that every one is looked at.
        return sql.query(
                """
                SELECT e.*, 1 - distance AS cosine FROM (
                """ + COLUMNS.replace(" FROM kb_entry", ", embedding <=> ? AS distance FROM kb_entry")
                        + "WHERE snapshot_id = ? AND embedding IS NOT NULL AND (NOT sensitive OR ?)) AS e ORDER BY distance, statement LIMIT ?",
                row -> new Near(entry(row), row.getDouble("cosine")),
                new PGvector(query),
                snapshot,
                sensitive,
                limit);
    }

    private static KnowledgeEntry entry(ResultSet row) throws SQLException {
        KnowledgeKind kind = KnowledgeKind.labelled(row.getString("kind")).orElseThrow();
        return new KnowledgeEntry(
                kind,
                new Subject(row.getString("domain"), row.getString("attribute"), row.getString("value")),
                Condition.read(kind, row.getString("given")),
                row.getString("statement"),
                statistics(row),
                row.getBoolean("finding"),
                row.getBoolean("sensitive"),
                row.getDate("valid_from").toLocalDate(),
                row.getDate("valid_until").toLocalDate());
    }

    /** The figures of a row that has them under the table's names. */
    static Statistics statistics(ResultSet row) throws SQLException {
        return new Statistics(
                row.getInt("support"),
                row.getDouble("rate"),
                row.getObject("reference", Double.class),
                row.getObject("difference", Double.class),
                row.getObject("low", Double.class),
                row.getObject("high", Double.class),
                row.getObject("q", Double.class));
    }
}
