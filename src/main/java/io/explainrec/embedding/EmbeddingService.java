package io.explainrec.embedding;

import com.pgvector.PGvector;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Keeps a vector for every item: new and changed items are found by their content version and embedded in the background. */
@ApplicationScoped
public class EmbeddingService {
    private static final Logger LOG = Logger.getLogger(EmbeddingService.class);
    private static final int BATCH = 64;

    private final DataSource database;
    private final TextEncoder encoder;
    private volatile EncoderVersion active;

    EmbeddingService(DataSource database, TextEncoder encoder) {
        this.database = database;
        this.encoder = encoder;
    }

    void register(@Observes @Priority(30) StartupEvent start) {
        String sql = """
                WITH made AS (
                    INSERT INTO encoder_version (name, sha256, dimension, active)
                    SELECT ?, ?, 384, NOT EXISTS (SELECT 1 FROM encoder_version WHERE active)
                    ON CONFLICT (name, sha256) DO NOTHING RETURNING id)
                SELECT id, name, sha256, dimension FROM encoder_version WHERE active
                UNION ALL SELECT id, ?, ?, 384 FROM made LIMIT 1
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < 2; i++) {
                statement.setString(2 * i + 1, TextEncoder.NAME);
                statement.setString(2 * i + 2, encoder.sha256());
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                active = new EncoderVersion(row.getInt(1), row.getString(2), row.getString(3), row.getInt(4));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The version that serves. */
    public EncoderVersion active() {
        return active;
    }

    /** Vector of a text, of length 1. */
    public float[] encode(String text) {
        return encoder.encode(List.of(text))[0];
    }

    /** How many items wait for a vector. */
    public long pending() {
        String sql = """
                SELECT count(*) FROM item i LEFT JOIN item_embedding e ON e.item_id = i.id AND e.encoder_version_id = ?
                WHERE e.content_version IS DISTINCT FROM i.content_version AND i.retired_at IS NULL
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, active.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Vectors of these items, of those that have one. */
    public Map<UUID, float[]> vectors(Collection<UUID> items) {
        Map<UUID, float[]> vectors = new HashMap<>();
        String sql =
                "SELECT item_id, embedding::text FROM item_embedding WHERE encoder_version_id = ? AND item_id = ANY (?)";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, active.id());
            statement.setArray(2, connection.createArrayOf("uuid", items.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    vectors.put(rows.getObject(1, UUID.class), new PGvector(rows.getString(2)).toArray());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return vectors;
    }

    @Scheduled(every = "5s", delayed = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void inTheBackground() {
        long embedded = catchUp(count -> {});
        if (embedded > 0) {
            LOG.infof("Embedded %d items", embedded);
        }
    }

    /**
     * Embeds everything that waits, batch by batch, each batch committed; makes the index after the first bulk.
     *
     * @param progress takes how many are done
     * @return how many items were embedded
     */
    public synchronized long catchUp(LongConsumer progress) {
        long done = 0;
        for (List<Waiting> batch = waiting(); !batch.isEmpty(); batch = waiting()) {
            // No transaction is open while the encoder computes.
            float[][] vectors = encoder.encode(batch.stream().map(Waiting::text).toList());
            store(batch, vectors);
            done += batch.size();
            progress.accept(done);
        }
        if (done > 0) {
            index();
        }
        return done;
    }

    private record Waiting(UUID item, UUID domain, int contentVersion, String text) {}

    /** The next items without a vector of their words: title, attribute values, text. */
    private List<Waiting> waiting() {
        String sql = """
                SELECT i.id, i.domain_id, i.content_version, i.title || '. ' || coalesce((
                    SELECT string_agg(v.value, ', ') FROM jsonb_each(i.attributes) a, jsonb_array_elements_text(a.value) v), '')
                    || '. ' || i.text
                FROM item i LEFT JOIN item_embedding e ON e.item_id = i.id AND e.encoder_version_id = ?
                WHERE e.content_version IS DISTINCT FROM i.content_version AND i.retired_at IS NULL
                ORDER BY i.id LIMIT ?
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, active.id());
            statement.setInt(2, BATCH);
            List<Waiting> batch = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    batch.add(new Waiting(
                            rows.getObject(1, UUID.class),
                            rows.getObject(2, UUID.class),
                            rows.getInt(3),
                            rows.getString(4)));
                }
            }
            return batch;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void store(List<Waiting> batch, float[][] vectors) {
        String sql = """
                INSERT INTO item_embedding (encoder_version_id, item_id, domain_id, content_version, embedding)
                VALUES (?, ?, ?, ?, ?::vector)
                ON CONFLICT (encoder_version_id, item_id)
                DO UPDATE SET content_version = excluded.content_version, embedding = excluded.embedding
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < vectors.length; i++) {
                statement.setInt(1, active.id());
                statement.setObject(2, batch.get(i).item());
                statement.setObject(3, batch.get(i).domain());
                statement.setInt(4, batch.get(i).contentVersion());
                statement.setString(5, new PGvector(vectors[i]).toString());
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One index per version, over its own vectors alone, made when there are vectors to build it from. */
    private void index() {
        String sql = """
                CREATE INDEX IF NOT EXISTS item_embedding_hnsw_%1$d ON item_embedding
                USING hnsw ((embedding::vector(%2$d)) vector_cosine_ops) WHERE encoder_version_id = %1$d
                """.formatted(active.id(), active.dimension());
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
