package io.explainrec.embedding;

import com.pgvector.PGvector;
import io.explainrec.catalog.ItemAttributes;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** The table of item vectors. Each call is a transaction of its own where the caller has none. */
@ApplicationScoped
class ItemVectors {
    /** Comes before every id. */
    static final UUID FIRST = new UUID(0, 0);

    /** The items that wait for a version's vector; retired ones do not. Reads of vectors their index alone. */
    static final String WAITING = """
            FROM item i LEFT JOIN item_embedding e ON e.item_id = i.id AND e.encoder_version_id = ?
            WHERE e.content_version IS DISTINCT FROM i.content_version AND i.retired_at IS NULL
            """;

    private final Statements statements;

    ItemVectors(DataSource database) {
        statements = new Statements(database);
    }

    /** An item whose words have no vector yet. */
    record Waiting(UUID item, UUID domain, int contentVersion, String text) {}

    /** The next items after this id that wait for a vector, by id. */
    List<Waiting> waiting(EncoderVersion version, UUID after, int limit) {
        String sql = """
                SELECT i.id, i.domain_id, i.content_version, i.title, i.attributes::text, i.text
                """ + WAITING + "AND i.id > ? ORDER BY i.id LIMIT ?";
        return statements.query(
                sql,
                row -> new Waiting(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getInt(3),
                        ItemText.of(row.getString(4), ItemAttributes.read(row.getString(5)), row.getString(6))),
                version.id(),
                after,
                limit);
    }

    /** How many items wait for a vector. */
    long pending(EncoderVersion version) {
        return statements
                .query("SELECT count(*) " + WAITING, row -> row.getLong(1), version.id())
                .getFirst();
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
        statements.executeAll(
                sql,
                IntStream.range(0, vectors.length)
                        .mapToObj(i -> new Object[] {
                            version.id(),
                            items.get(i).contentVersion(),
                            new PGvector(vectors[i]),
                            items.get(i).item()
                        })
                        .toList());
    }

    /** Deletes all vectors of a version. */
    void drop(EncoderVersion version) {
        statements.execute("DELETE FROM item_embedding WHERE encoder_version_id = ?", version.id());
    }

    /** Vectors of these items, of those that have one. */
    Map<UUID, float[]> vectors(EncoderVersion version, Collection<UUID> items) {
        // As bytes, since text takes ten times as long to read.
        String sql = """
                SELECT item_id, vector_send(embedding) FROM item_embedding
                WHERE encoder_version_id = ? AND item_id = ANY (?)
                """;
        Map<UUID, float[]> vectors = new HashMap<>();
        statements
                .query(
                        sql,
                        row -> Map.entry(row.getObject(1, UUID.class), floats(row.getBytes(2))),
                        version.id(),
                        items.toArray(UUID[]::new))
                .forEach(vector -> vectors.put(vector.getKey(), vector.getValue()));
        return vectors;
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
