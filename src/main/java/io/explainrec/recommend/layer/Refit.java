package io.explainrec.recommend.layer;

import io.explainrec.embedding.EncoderVersion;
import io.explainrec.platform.Growth;
import io.explainrec.platform.postgres.AdvisoryLock;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.DatabaseFault;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Fits a new decision layer in the background when enough came in, or somebody was erased whom the newest may count, in one process at a
 * time. A person activates it.
 */
@ApplicationScoped
class Refit {
    private static final Logger LOG = Logger.getLogger(Refit.class);

    /** Held while one of several processes fits. */
    static final long LOCK = 0x7265666974L;

    private static final long SEED = 0;

    /** For erasures alone, the newest layer is left so long, so that one fit is for all of them. */
    static final Duration ERASURES_WAIT = Duration.ofDays(1);

    private final DataSource database;
    private final LayerService service;
    private final ShopInteractions interactions;
    private final RefitConfig config;
    private final Clock clock;

    Refit(DataSource database, LayerService service, ShopInteractions interactions, RefitConfig config, Clock clock) {
        this.database = database;
        this.service = service;
        this.interactions = interactions;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "${explainrec.refit.look-every}",
            delayed = "1m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        try {
            service.forgetErased();
            ifDue().ifPresent(version -> LOG.infof(
                    "The decision layer %s was fitted and waits: './explainrec model activate %s' makes it serve.",
                    version, version));
        } catch (RuntimeException e) {
            DatabaseFault.warnWhereAway(LOG, e);
        }
    }

    /** Fits where it is due and nobody else does; the candidate's version. */
    Optional<String> ifDue() {
        try {
            return new AdvisoryLock(database, LOCK)
                    .unlessHeld(connection -> fitted())
                    .flatMap(Function.identity());
        } catch (Conflict e) {
            LOG.info(e.getMessage());
            return Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> fitted() {
        // One that was fitted in another space is no measure: its content evidence says nothing here.
        EncoderVersion space = interactions.space();
        Optional<StoredLayer> newest =
                service.list().stream().filter(layer -> space.is(layer.space())).findFirst();
        return newest.filter(this::countsTheErased).isPresent()
                        || Growth.isDue(
                                interactions.count(),
                                newest.map(StoredLayer::interactions),
                                config.least(),
                                config.growth())
                ? Optional.of(service.fit(SEED).layer().version())
                : Optional.empty();
    }

    private boolean countsTheErased(StoredLayer newest) {
        return newest.precedesAnErasure()
                && newest.createdAt().isBefore(clock.instant().minus(ERASURES_WAIT));
    }
}
