package io.explainrec.cli.bench;

import io.explainrec.cli.server.ShopClient;
import io.explainrec.platform.postgres.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * What a crash must not leave behind.
 *
 * @param lostInteractions acknowledged, and not in the database
 * @param repeatedInteractions in the database without a key of their own: the same write twice
 * @param lostRecommendations acknowledged, and not readable with the same items
 * @param incompleteRecords whose items differ in number from what was shown, or items without a record
 */
record CrashAudit(long lostInteractions, long repeatedInteractions, long lostRecommendations, long incompleteRecords) {
    private static final String REPEATED = """
            SELECT count(*) FROM interaction i
            WHERE (SELECT count(*) FROM idempotency_key k WHERE k.interaction_id = i.id) <> 1
            """;
    private static final String INCOMPLETE = """
            SELECT count(*)
            FROM (SELECT id, jsonb_path_query_array(record, '$.candidates[*] ? (@.rank > 0)') AS shown
                  FROM recommendation) r
            FULL JOIN (SELECT recommendation_id AS id, count(*) AS items
                       FROM recommended_item GROUP BY recommendation_id) i USING (id)
            WHERE coalesce(jsonb_array_length(r.shown), -1) <> coalesce(i.items, 0)
            """;

    static CrashAudit of(Writers writers, ShopClient shop, Database database) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            Set<UUID> kept = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM interaction")) {
                while (rows.next()) {
                    kept.add(rows.getObject(1, UUID.class));
                }
            }
            long lost = writers.told().values().stream()
                    .filter(id -> !kept.contains(id))
                    .count();
            long unreadable = writers.answered().entrySet().stream()
                    .filter(answer -> shop.recall(answer.getKey())
                            .filter(found -> found.items().equals(answer.getValue()))
                            .isEmpty())
                    .count();
            return new CrashAudit(lost, count(statement, REPEATED), unreadable, count(statement, INCOMPLETE));
        }
    }

    boolean isClean() {
        return lostInteractions + repeatedInteractions + lostRecommendations + incompleteRecords == 0;
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
