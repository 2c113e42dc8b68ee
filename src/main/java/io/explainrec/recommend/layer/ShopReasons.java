package io.explainrec.recommend.layer;

import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.instruct.StatedReasons;
import io.explainrec.platform.postgres.ReadTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What the shop's people said of why, under the names that {@link ShopInteractions} has. */
@ApplicationScoped
public class ShopReasons {
    private final DataSource database;

    ShopReasons(DataSource database) {
        this.database = database;
    }

    /** All stated ones, those that were given first first. */
    public StatedReasons load() {
        String sql = """
                SELECT u.namespace, u.external_id, d.name, i.external_id, n.occurred_at, n.liked, r.text, r.reasoned_at
                FROM reason r JOIN interaction n ON n.id = r.interaction_id JOIN app_user u ON u.id = n.user_id
                  JOIN item i ON i.id = n.item_id JOIN domain d ON d.id = i.domain_id
                WHERE r.provenance = 'stated'
                ORDER BY r.reasoned_at, r.id
                """;
        StatedReasons reasons = new StatedReasons();
        try (ReadTransaction reading = ReadTransaction.begin(database)) {
            reading.each(
                    sql,
                    row -> reasons.add(
                            ShopInteractions.name(row.getString(1), row.getString(2)),
                            new ItemName(row.getString(3), row.getString(4)),
                            second(row, 5),
                            row.getBoolean(6),
                            row.getString(7),
                            second(row, 8)));
        }
        return reasons;
    }

    private static long second(ResultSet row, int column) throws SQLException {
        return row.getTimestamp(column).toInstant().getEpochSecond();
    }
}
