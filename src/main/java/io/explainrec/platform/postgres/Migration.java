package io.explainrec.platform.postgres;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.installation.InstallationLock;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jboss.logging.Logger;

/**
 * The first thing at start-up: the schema is brought up to date, after a backup of what is there. What is in an installation's own
 * database is migrated by the process that owns it alone, so that no command of a newer program changes the schema under a server of an older one.
 */
@ApplicationScoped
public class Migration {
    /** Set where the database is the installation's own, which can then be backed up. */
    public static final String EMBEDDED = "explainrec.postgres.embedded";

    private static final Logger LOG = Logger.getLogger(Migration.class);
    private static final Duration OWNER_MIGRATES_WITHIN = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Flyway flyway;
    private final Installation installation;
    private final Clock clock;
    private final boolean embedded;
    private final Duration patience;

    @Inject
    Migration(
            Flyway flyway,
            Installation installation,
            Clock clock,
            @ConfigProperty(name = EMBEDDED, defaultValue = "false") boolean embedded) {
        this(flyway, installation, clock, embedded, OWNER_MIGRATES_WITHIN);
    }

    Migration(Flyway flyway, Installation installation, Clock clock, boolean embedded, Duration patience) {
        this.flyway = flyway;
        this.installation = installation;
        this.clock = clock;
        this.embedded = embedded;
        this.patience = patience;
    }

    void migrate(@Observes @Priority(1) StartupEvent start) {
        MigrationInfoService info = flyway.info();
        for (MigrationInfo each : info.all()) {
            if (each.getState().isApplied() && !each.getState().isResolved()) {
                throw new InstallationException("the database has the migration '" + each.getVersion() + " "
                        + each.getDescription() + "', which this program does not know: a newer one was here."
                        + " Use that program, or restore a backup made before it.");
            }
        }
        boolean made = info.applied().length > 0;
        if (embedded && made && !InstallationLock.isHeldByThisProcess(installation)) {
            awaitOwner();
            return;
        }
        if (embedded && made && info.pending().length > 0) {
            Path file = new Backup(installation, Assets.of(installation).path("postgres")).create(clock.instant());
            LOG.infof("Backed up to %s before migrating", file);
        }
        flyway.migrate();
    }

    private void awaitOwner() {
        long until = System.nanoTime() + patience.toNanos();
        MigrationInfo[] pending = flyway.info().pending();
        while (pending.length > 0) {
            if (System.nanoTime() > until) {
                throw new InstallationException("the database lacks the migration '" + pending[0].getVersion() + " "
                        + pending[0].getDescription() + "', and process " + InstallationLock.owner(installation)
                        + ", which owns it, does not make it: it is an older program. Stop it with './explainrec down',"
                        + " or wait until it ends, and run this again.");
            }
            LockSupport.parkNanos(RETRY.toNanos());
            pending = flyway.info().pending();
        }
    }
}
