package io.explainrec.embedding;

import com.pgvector.PGvector;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Nearest items by cosine, among those that a filter lets through. The HNSW index is scanned on until enough are found; where
 * it gives up before, an exact scan answers, so that k results come whenever k exist.
 */
@ApplicationScoped
public class ItemSearch {
    /** Vectors that the index looks at before it returns the first, at least; pgvector allows up to {@value #MOST_EF}. */
    private static final int LEAST_EF = 100;

    private static final int MOST_EF = 1000;

    private final DataSource database;

    ItemSearch(DataSource database) {
        this.database = database;
    }

    /**
     * What results must be.
     *
     * @param excluded items that are left out
     * @param attributes values that items must have, by name; empty for all
     */
    public record Filter(UUID domainId, Collection<UUID> excluded, Map<String, String> attributes) {
        public Filter {
            excluded = Set.copyOf(excluded);
            attributes = Map.copyOf(attributes);
        }
    }

    /** An item and the cosine of its vector with the query. */
    public record Neighbour(UUID itemId, double cosine) {}

    /**
     * The k nearest items, nearest first, equally near ones among them by id; fewer only where fewer exist, and none where nothing is
     * embedded yet. Retired items are never among them.
     *
     * @param version whose space the query lies in
     * @param query of the version's dimension, finite and not all 0; need not have length 1
     * @param k at least 0
     * @throws IllegalArgumentException where query or k is something else
     */
    @Transactional
    public List<Neighbour> nearest(EncoderVersion version, float[] query, Filter filter, int k) {
        check(query, k, version.dimension());
        try (Connection connection = database.getConnection()) {
            try (var settings = connection.createStatement()) {
                // Whether the index pays depends on how many items the filter lets through, which a generic plan
                // ignores.
                settings.execute("SET LOCAL plan_cache_mode = force_custom_plan");
                settings.execute("SET LOCAL hnsw.iterative_scan = strict_order");
                settings.execute("SET LOCAL hnsw.ef_search = " + Math.clamp(2L * k, LEAST_EF, MOST_EF));
            }
            List<Neighbour> found = search(connection, sql(version, false), query, filter, k);
            return found.size() < k ? search(connection, sql(version, true), query, filter, k) : found;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot search " + k + " items near a vector", e);
        }
    }

    private static void check(float[] query, int k, int dimension) {
        double square = 0;
        for (float value : query) {
            square += (double) value * value;
        }
        if (query.length != dimension || !Double.isFinite(square) || square == 0 || k < 0) {
            throw new IllegalArgumentException("cannot search " + k + " items near a vector of " + query.length
                    + " values and length " + Math.sqrt(square) + "; expected k of at least 0 and " + dimension
                    + " finite values, not all 0");
        }
    }

    /** Parameters: query, domain, excluded ids, attributes, k. Exactly: without the index, past every row. */
    static String sql(EncoderVersion version, boolean exactly) {
        // The expression and the condition of the version's partial index; both are numbers of our own. Adding 0 keeps
        // the
        // order and is no expression of the index.
        return """
                SELECT e.item_id, ((e.embedding::vector(%1$d)) <=> ?::vector(%1$d))%2$s AS distance
                FROM item_embedding e JOIN item i ON i.id = e.item_id
                WHERE e.encoder_version_id = %3$d AND e.domain_id = ? AND i.retired_at IS NULL
                  AND e.item_id <> ALL (?) AND i.attributes @> ?::jsonb
                ORDER BY distance LIMIT ?
                """.formatted(version.dimension(), exactly ? " + 0" : "", version.id());
    }

    private static List<Neighbour> search(Connection connection, String sql, float[] query, Filter filter, int k)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, new PGvector(query));
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
            found.sort(Comparator.comparingDouble(Neighbour::cosine).reversed().thenComparing(Neighbour::itemId));
            return found;
        }
    }
}
