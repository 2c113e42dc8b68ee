package io.explainrec.knowledge;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.fit.PastKnowledge;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What the active snapshot would have said at an earlier time of the shop, for fitting how much it is heard. Nothing where none is
 * active: what does not serve is not weighed.
 */
@ApplicationScoped
public class ShopPast implements PastKnowledge {
    private final DataSource database;
    private final Counting counting;
    private final Snapshots snapshots;
    private final KnowledgeConfig config;

    ShopPast(DataSource database, Counting counting, Snapshots snapshots, KnowledgeConfig config) {
        this.database = database;
        this.counting = counting;
        this.snapshots = snapshots;
        this.config = config;
    }

    /**
     * @param past the shop's first interactions in the order of time
     */
    @Override
    public KnowledgeTables of(Interactions past) {
        Optional<Rules> rules = snapshots.active().map(Snapshot::rules);
        if (rules.isEmpty() || past.size() == 0) {
            return KnowledgeTables.NONE;
        }
        try (Connection connection = database.getConnection()) {
            return AsEvidence.of(counted(connection, rules.get().with(config.sensitive()), past)
                    .rows());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Counting.Counted counted(Connection connection, Rules rules, Interactions past) throws SQLException {
        long last = past.second(past.size() - 1);
        // Where nothing came with a time, all has that of the import.
        return past.second(0) == last
                ? counting.first(connection, rules, past.size())
                // Without the last second, in which others that are not of the past may lie.
                : counting.past(connection, rules, Instant.ofEpochSecond(last).minusNanos(1000));
    }
}
