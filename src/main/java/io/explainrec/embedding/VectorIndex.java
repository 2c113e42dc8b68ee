package io.explainrec.embedding;

import io.explainrec.platform.postgres.AdvisoryLock;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * One HNSW index (Malkov and Yashunin, arXiv 1603.09320) per encoder version, over its own vectors alone. It is made when
 * the first bulk is in, since vectors that come in one by one cost twenty times as much, and kept.
 */
@ApplicationScoped
class VectorIndex {
    /** Links of a vector to others in a layer; pgvector's default, enough for some hundred dimensions. */
    private static final int M = 16;

    /** Vectors that are looked at to place one; pgvector's default. Searches set their own, see {@link ItemSearch}. */
    private static final int EF_CONSTRUCTION = 64;

    /** Held while one of several processes makes an index. */
    private static final long LOCK = 0x656d62656464L;

    private final DataSource database;

    VectorIndex(DataSource database) {
        this.database = database;
    }

    /**
     * Makes the version's index where there is none and there are vectors, without keeping anyone from reading or writing. What a process that
     * was killed left half made is made anew. No transaction may be open.
     *
     * @return false where another process still makes it
     */
    boolean ensure(EncoderVersion version) {
        try {
            return new AdvisoryLock(database, LOCK)
                    .unlessHeld(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            make(statement, version);
                            return true;
                        }
                    })
                    .orElse(false);
        } catch (SQLException e) {
            throw new IllegalStateException("the index of " + version + " cannot be made", e);
        }
    }

    private static void make(Statement statement, EncoderVersion version) throws SQLException {
        String name = name(version);
        String valid = "SELECT coalesce((SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('%s')), false)";
        String empty = "SELECT NOT EXISTS (SELECT 1 FROM item_embedding WHERE encoder_version_id = %d)";
        if (answers(statement, valid.formatted(name)) || answers(statement, empty.formatted(version.id()))) {
            return;
        }
        statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
        statement.execute("""
                CREATE INDEX CONCURRENTLY %s ON item_embedding USING hnsw ((embedding::vector(%d)) vector_cosine_ops)
                WITH (m = %d, ef_construction = %d) WHERE encoder_version_id = %d
                """.formatted(name, version.dimension(), M, EF_CONSTRUCTION, version.id()));
    }

    /** Takes the version's index away, without keeping anyone from reading or writing. No transaction may be open. */
    void drop(EncoderVersion version) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name(version));
        } catch (SQLException e) {
            throw new IllegalStateException("the index of " + version + " cannot be dropped", e);
        }
    }

    private static String name(EncoderVersion version) {
        return "item_embedding_hnsw_" + version.id();
    }

    private static boolean answers(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
