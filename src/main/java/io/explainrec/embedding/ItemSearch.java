package io.explainrec.embedding;

import com.pgvector.PGvector;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Nearest items by cosine, among those that a filter lets through. The HNSW index is scanned on until enough are found; where
 * it gives up before, an exact scan answers, so that k results come whenever k exist.
 */
@ApplicationScoped
public class ItemSearch {
    private final DataSource database;
    private final EmbeddingService embeddings;

    ItemSearch(DataSource database, EmbeddingService embeddings) {
        this.database = database;
        this.embeddings = embeddings;
    }

    /**
     * What results must be.
     *
     * @param excluded items that are left out
     * @param attributes values that items must have, by name; empty for all
     */
    public record Filter(UUID domainId, Collection<UUID> excluded, Map<String, String> attributes) {}

    /** An item and the cosine of its vector with the query. */
    public record Neighbour(UUID itemId, double cosine) {}

    /** The k nearest items, nearest first; fewer only where fewer exist. */
    public List<Neighbour> nearest(float[] query, Filter filter, int k) {
        try (Connection connection = database.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                List<Neighbour> found = search(connection, query, filter, k, false);
                return found.size() < k ? search(connection, query, filter, k, true) : found;
            } finally {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Neighbour> search(Connection connection, float[] query, Filter filter, int k, boolean exact)
            throws SQLException {
        try (var settings = connection.createStatement()) {
            settings.execute(
                    exact ? "SET LOCAL enable_indexscan = off" : "SET LOCAL hnsw.iterative_scan = strict_order");
        }
        EncoderVersion version = embeddings.active();
        // The expression and the condition of the version's partial index; both are numbers of our own.
        String distance =
                "(e.embedding::vector(%d)) <=> ?::vector(%d)".formatted(version.dimension(), version.dimension());
        String sql = """
                SELECT e.item_id, %s AS distance FROM item_embedding e JOIN item i ON i.id = e.item_id
                WHERE e.encoder_version_id = %d AND e.domain_id = ? AND i.retired_at IS NULL
                  AND e.item_id <> ALL (?) AND i.attributes @> ?::jsonb
                ORDER BY distance LIMIT ?
                """.formatted(distance, version.id());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, new PGvector(query).toString());
            statement.setObject(2, filter.domainId());
            statement.setArray(
                    3, connection.createArrayOf("uuid", filter.excluded().toArray()));
            statement.setString(4, AttributeFilter.json(filter.attributes()));
            statement.setInt(5, k);
            List<Neighbour> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Neighbour(rows.getObject(1, UUID.class), 1 - rows.getDouble(2)));
                }
            }
            return found;
        }
    }
}
