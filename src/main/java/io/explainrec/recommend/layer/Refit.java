package io.explainrec.recommend.layer;

import io.explainrec.platform.problem.Conflict;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Fits a new decision layer in the background when enough came in, in one process at a time. A person activates it. */
@ApplicationScoped
class Refit {
    private static final Logger LOG = Logger.getLogger(Refit.class);

    /** Held while one of several processes fits. */
    static final long LOCK = 0x7265666974L;

    private static final long SEED = 0;

    private final DataSource database;
    private final LayerService service;
    private final ShopInteractions interactions;
    private final RefitConfig config;

    Refit(DataSource database, LayerService service, ShopInteractions interactions, RefitConfig config) {
        this.database = database;
        this.service = service;
        this.interactions = interactions;
        this.config = config;
    }

    @Scheduled(
            every = "${explainrec.refit.look-every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        ifDue().ifPresent(version -> LOG.infof(
                "The decision layer %s was fitted and waits: './explainrec model activate %s' makes it serve.",
                version, version));
    }

    /** Fits where it is due and nobody else does; the candidate's version. */
    Optional<String> ifDue() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!answers(statement, "SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                return Optional.empty(); // another process fits
            }
            try {
                // One that was fitted in another space is no measure: its content evidence says nothing here.
                Optional<Long> last = service.list().stream()
                        .findFirst()
                        .filter(layer -> interactions.space().is(layer.space()))
                        .map(StoredLayer::interactions);
                return due(interactions.count(), last, config.least(), config.growth())
                        ? Optional.of(service.fit(SEED).layer().version())
                        : Optional.empty();
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        } catch (Conflict e) {
            LOG.info(e.getMessage());
            return Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether to fit.
     *
     * @param now interactions that there are
     * @param last interactions that the newest layer was fitted on
     * @param growth share of these that must be new
     */
    static boolean due(long now, Optional<Long> last, long least, double growth) {
        return now >= least && (last.isEmpty() || now - last.get() >= growth * last.get());
    }

    private static boolean answers(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
