package io.explainrec.portal;

import com.pgvector.PGvector;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.platform.postgres.Statements;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;

/** Snapshots with entries as a test needs them, in place of all that there were. */
final class MadeKnowledge {
    private static final String RULES = "{\"floor\": 20, \"falseDiscoveryRate\": 0.05, \"leastDifference\": 0.03,"
            + " \"shrinkage\": 20, \"mostValues\": 100, \"sensitive\": true}";

    private final Statements sql;
    private final EmbeddingService encoder;

    MadeKnowledge(DataSource database, EmbeddingService encoder) {
        sql = new Statements(database);
        this.encoder = encoder;
        clear();
    }

    void clear() {
        sql.execute("DELETE FROM kb_snapshot");
    }

    /** A snapshot of this status. */
    UUID snapshot(String status, String message) {
        Timestamp at = Timestamp.from(Instant.parse("2026-01-02T03:04:05Z"));
        return sql.query(
                        """
                        INSERT INTO kb_snapshot (status, asked_by, asked_at, built_at, interactions, people, rules, erasures, message,
                          encoder_version_id)
                        VALUES (?, 'made', ?, ?, 12000, 600, ?::jsonb, (SELECT count(*) FROM erased_user), ?, ?) RETURNING id
                        """,
                        row -> row.getObject(1, UUID.class),
                        status,
                        at,
                        status.equals("ready") ? at : null,
                        RULES,
                        message,
                        encoder.ofTexts().id())
                .getFirst();
    }

    /** Adds what a group thinks of a genre of films, 12 points more often with an interval of 5 around. */
    void group(UUID snapshot, String genre, String statement, boolean finding) {
        entry(snapshot, "group", genre, "{\"age\": \"18-24\"}", statement, finding);
    }

    /** Adds a value's share among everybody, with nothing to compare it with. */
    void everybody(UUID snapshot, String genre, String statement) {
        entry(snapshot, "group", genre, "{}", statement, false);
        sql.execute("""
                UPDATE kb_entry SET reference = NULL, difference = NULL, low = NULL, high = NULL, q = NULL, sensitive = false
                WHERE snapshot_id = ? AND value = ? AND given = '{}'
                """, snapshot, genre);
    }

    void season(UUID snapshot, String genre, String statement) {
        entry(snapshot, "season", genre, "{\"month\": 12}", statement, true);
    }

    private void entry(UUID snapshot, String kind, String genre, String given, String statement, boolean finding) {
        sql.execute(
                """
                INSERT INTO kb_entry (snapshot_id, kind, domain, attribute, value, given, statement, support, rate, reference,
                  difference, low, high, q, finding, sensitive, valid_from, valid_until, embedding)
                VALUES (?, ?, 'known-films', 'genre', ?, ?::jsonb, ?, 135, 0.63, 0.5, 0.12, ?, 0.17, ?, ?, true, '2025-01-01',
                  '2026-06-30', ?)
                """,
                snapshot,
                kind,
                genre,
                given,
                statement,
                finding ? 0.07 : -0.02,
                finding ? 0.0004 : 0.4,
                finding,
                finding ? new PGvector(encoder.encode(encoder.ofTexts(), statement)) : null);
        sql.execute(
                "UPDATE kb_snapshot SET entries = entries + 1, findings = findings + ? WHERE id = ?",
                finding ? 1 : 0,
                snapshot);
    }
}
