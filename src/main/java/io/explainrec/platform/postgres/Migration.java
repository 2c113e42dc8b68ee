package io.explainrec.platform.postgres;

import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.jboss.logging.Logger;

/** The first thing at start-up: the schema is brought up to date, after a backup of what is there. */
@ApplicationScoped
public class Migration {
    /** Set where the database is the installation's own, which can then be backed up. */
    public static final String EMBEDDED = "explainrec.postgres.embedded";

    private static final Logger LOG = Logger.getLogger(Migration.class);

    private final Flyway flyway;
    private final Installation installation;
    private final Clock clock;
    private final boolean embedded;

    Migration(
            Flyway flyway,
            Installation installation,
            Clock clock,
            @ConfigProperty(name = EMBEDDED, defaultValue = "false") boolean embedded) {
        this.flyway = flyway;
        this.installation = installation;
        this.clock = clock;
        this.embedded = embedded;
    }

    void migrate(@Observes @Priority(1) StartupEvent start) {
        for (MigrationInfo info : flyway.info().all()) {
            if (info.getState().isApplied() && !info.getState().isResolved()) {
                throw new InstallationException("the database has the migration '" + info.getVersion() + " "
                        + info.getDescription() + "', which this program does not know: a newer one was here."
                        + " Use that program, or restore a backup made before it.");
            }
        }
        boolean pending = flyway.info().pending().length > 0;
        if (pending && embedded && flyway.info().applied().length > 0) {
            Path file = new Backup(installation, Assets.of(installation).path("postgres")).create(clock.instant());
            LOG.infof("Backed up to %s before migrating", file);
        }
        flyway.migrate();
    }
}
