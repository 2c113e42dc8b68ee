package io.explainrec.embedding;

import com.pgvector.PGvector;
import io.explainrec.catalog.ItemAttributes;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The table of item vectors. Each call is a transaction of its own where the caller has none. */
@ApplicationScoped
class ItemVectors {
    /** Comes before every id. */
    static final UUID FIRST = new UUID(0, 0);

    private final DataSource database;

    ItemVectors(DataSource database) {
        this.database = database;
    }

    /** An item whose words have no vector yet. */
    record Waiting(UUID item, UUID domain, int contentVersion, String text) {}

    /** The next items after this id that wait for a vector, by id; retired ones do not wait. */
    List<Waiting> waiting(EncoderVersion version, UUID after, int limit) {
        String sql = """
                SELECT i.id, i.domain_id, i.content_version, i.title, i.attributes::text, i.text
                FROM item i LEFT JOIN item_embedding e ON e.item_id = i.id AND e.encoder_version_id = ?
                WHERE e.content_version IS DISTINCT FROM i.content_version AND i.retired_at IS NULL AND i.id > ?
                ORDER BY i.id LIMIT ?
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, version.id());
            statement.setObject(2, after);
            statement.setInt(3, limit);
            List<Waiting> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(new Waiting(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getInt(3),
                            ItemText.of(row.getString(4), ItemAttributes.read(row.getString(5)), row.getString(6))));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read which items wait for a vector", e);
        }
    }

    /** How many items wait for a vector. */
    long pending(EncoderVersion version) {
        String sql = """
                SELECT count(*) FROM item i LEFT JOIN item_embedding e ON e.item_id = i.id AND e.encoder_version_id = ?
                WHERE e.content_version IS DISTINCT FROM i.content_version AND i.retired_at IS NULL
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, version.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count the items that wait for a vector", e);
        }
    }

    /**
     * Stores a vector for each item, in the list's order, all or none. Items are by id, so that two writers wait for each
     * other and never for themselves. An item that went meanwhile is left out, and a vector of newer words
     * stays.
     */
    @Transactional
    void store(EncoderVersion version, List<Waiting> items, float[][] vectors) {
        String sql = """
                INSERT INTO item_embedding (encoder_version_id, item_id, domain_id, content_version, embedding)
                SELECT ?, i.id, i.domain_id, ?, ? FROM item i WHERE i.id = ?
                ON CONFLICT (encoder_version_id, item_id)
                DO UPDATE SET content_version = excluded.content_version, embedding = excluded.embedding
                WHERE item_embedding.content_version <= excluded.content_version
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < vectors.length; i++) {
                statement.setInt(1, version.id());
                statement.setInt(2, items.get(i).contentVersion());
                statement.setObject(3, new PGvector(vectors[i]));
                statement.setObject(4, items.get(i).item());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot store " + items.size() + " vectors", e);
        }
    }

    /** Deletes all vectors of a version. */
    void drop(EncoderVersion version) {
        new Statements(database).execute("DELETE FROM item_embedding WHERE encoder_version_id = ?", version.id());
    }

    /** Vectors of these items, of those that have one. */
    Map<UUID, float[]> vectors(EncoderVersion version, Collection<UUID> items) {
        // As bytes, since text takes ten times as long to read.
        String sql = """
                SELECT item_id, vector_send(embedding) FROM item_embedding
                WHERE encoder_version_id = ? AND item_id = ANY (?)
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, version.id());
            statement.setArray(2, connection.createArrayOf("uuid", items.toArray()));
            Map<UUID, float[]> vectors = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    vectors.put(row.getObject(1, UUID.class), floats(row.getBytes(2)));
                }
            }
            return vectors;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the vectors of " + items.size() + " items", e);
        }
    }

    /** pgvector's own form: dimension and an unused number of 16 bits each, then the values. */
    private static float[] floats(byte[] sent) {
        ByteBuffer buffer = ByteBuffer.wrap(sent);
        float[] values = new float[buffer.getShort()];
        buffer.getShort();
        buffer.asFloatBuffer().get(values);
        return values;
    }
}
