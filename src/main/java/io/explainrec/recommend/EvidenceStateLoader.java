package io.explainrec.recommend;

import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.ml.evidence.Groups;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** The evidence state that serves, loaded from SQL and replaced in the background when interactions changed. */
@ApplicationScoped
public class EvidenceStateLoader {
    private static final Logger LOG = Logger.getLogger(EvidenceStateLoader.class);
    private static final int FETCH = 10_000;

    private final DataSource database;
    private volatile EvidenceState state = new EvidenceState.Builder().build();
    private volatile String loadedMark = "";

    EvidenceStateLoader(DataSource database) {
        this.database = database;
    }

    /** The newest state; never null, empty before there is anything. */
    public EvidenceState state() {
        return state;
    }

    void load(@Observes @Priority(50) StartupEvent start) {
        refresh();
    }

    /** Loads anew where interactions came, went or changed since the last time. */
    @Scheduled(every = "2s", delayed = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public synchronized void refresh() {
        try (Connection connection = database.getConnection()) {
            String mark = mark(connection);
            if (mark.equals(loadedMark)) {
                return;
            }
            long begin = System.nanoTime();
            state = load(connection);
            loadedMark = mark;
            LOG.debugf("Evidence state loaded in %d ms", (System.nanoTime() - begin) / 1_000_000);
        } catch (SQLException e) {
            // The state before goes on serving; the next round tries again.
            LOG.warnf("The evidence state could not be refreshed: %s", e.getMessage());
        }
    }

    /** PostgreSQL's own counters of rows written, cheap at any size, and the newest event in case they were reset. */
    private static String mark(Connection connection) throws SQLException {
        String sql = """
                SELECT (SELECT max(seq) FROM interaction),
                       s.n_tup_ins + s.n_tup_upd + s.n_tup_del, u.n_tup_upd + u.n_tup_del
                FROM pg_stat_user_tables s, pg_stat_user_tables u
                WHERE s.relname = 'interaction' AND u.relname = 'app_user'
                """;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) + "/" + row.getString(2) + "/" + row.getString(3) : "";
        }
    }

    private static EvidenceState load(Connection connection) throws SQLException {
        EvidenceState.Builder builder = new EvidenceState.Builder();
        String sql = """
                SELECT n.user_id, u.age_band, u.gender, n.item_id, i.domain_id, n.liked, n.occurred_at
                FROM interaction n JOIN app_user u ON u.id = n.user_id JOIN item i ON i.id = n.item_id
                ORDER BY n.occurred_at, n.seq
                """;
        connection.setAutoCommit(false); // or the driver reads all rows at once
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    List<String> groups = Groups.of(row.getString(2), row.getString(3));
                    builder.add(
                            row.getObject(1, UUID.class),
                            groups,
                            row.getObject(4, UUID.class),
                            row.getObject(5, UUID.class),
                            row.getBoolean(6),
                            row.getTimestamp(7).toInstant());
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return builder.build();
    }
}
