package io.explainrec.platform.postgres;

import io.explainrec.platform.Folders;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The installation's own PostgreSQL. It listens on loopback, on a port that is chosen when it is made and kept, and knows
 * two roles: its superuser, which this class alone uses, and the application's, which owns the database. The caller
 * holds the installation's lock, so a postmaster that runs already is the orphan of a server that was killed, and is
 * taken over with everything it committed.
 */
public final class EmbeddedPostgres {
    private static final Duration ORPHANS_LEAVE_WITHIN = Duration.ofSeconds(10);
    /** After this long, sessions without a postmaster are in a statement and do not notice. */
    private static final Duration ORPHANS_LEAVE_BY_THEMSELVES = Duration.ofSeconds(1);
    /** After a crash the log since the last checkpoint is replayed, which its size bounds. */
    static final Duration RECOVERS_WITHIN = Duration.ofMinutes(10);

    static final Duration RETRY = Duration.ofMillis(200);

    private final PostgresHome home;
    private final PostgresUser user;
    private final Secrets secrets;

    /**
     * @param wheel the folder that the wheel of PostgreSQL was unpacked to
     */
    public EmbeddedPostgres(Installation installation, Path wheel) {
        this.user = PostgresUser.current();
        this.home = PostgresHome.locate(installation, wheel, user);
        this.secrets = new Secrets(installation);
    }

    /** Makes the cluster at the first start, starts it or takes over the one that runs, and returns when it answers. */
    public Database start() {
        if (!Files.exists(home.data().resolve("PG_VERSION"))) {
            initialise();
        }
        revive();
        try {
            ApplicationDatabase database = applicationDatabase();
            database.prepare();
            return database.database();
        } catch (RuntimeException e) {
            stop(); // nobody is left to do so
            throw e;
        }
    }

    /** The database of a PostgreSQL that another process of this installation runs. */
    public Database attach() {
        if (running().isEmpty()) {
            throw new PostgresException("the installation is in use, but its PostgreSQL does not run yet; try again");
        }
        return applicationDatabase().database();
    }

    /** Starts it again if it died; says whether it had to. */
    public boolean revive() {
        if (running().isPresent()) {
            return false;
        }
        long start = System.nanoTime();
        while (true) {
            try {
                Postmaster.removeStalePidFile(home.data());
                home.clearSockets();
                launch();
                return true;
            } catch (PostgresException e) {
                // The sessions of a postmaster that was killed hold its shared memory until they notice.
                long waited = System.nanoTime() - start;
                if (waited > ORPHANS_LEAVE_WITHIN.toNanos()) {
                    throw e;
                }
                if (waited > ORPHANS_LEAVE_BY_THEMSELVES.toNanos()) {
                    Postmaster.killOrphanedSessions(home.data());
                }
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
    }

    /** Stops it: open transactions are rolled back, everything committed is on disk. */
    public void stop() {
        if (running().isPresent()) {
            Command.of(user.command(
                            List.of(home.program("pg_ctl"), "-D", home.data().toString(), "-m", "fast", "-w", "stop")))
                    .run();
        }
    }

    /** Process id of the postmaster, or empty when none runs. */
    public Optional<Long> pid() {
        return running().map(Postmaster::pid);
    }

    /** One of PostgreSQL's client tools on the application's database; what it printed. */
    String client(String tool, String... arguments) {
        return client(applicationDatabase().database(), tool, arguments);
    }

    /**
     * Replaces the application's database by one that the tool fills. Until the tool has succeeded nothing changes.
     */
    void replace(String tool, String... arguments) {
        applicationDatabase().replace(replacement -> client(replacement, tool, arguments));
    }

    private String client(Database database, String tool, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                home.program(tool),
                "-h",
                database.host(),
                "-p",
                Integer.toString(database.port()),
                "-U",
                database.user(),
                "-d",
                database.name()));
        line.addAll(List.of(arguments));
        return Command.of(line).with("PGPASSWORD", database.password()).run();
    }

    private Optional<Postmaster> running() {
        return Postmaster.running(home.data());
    }

    private ApplicationDatabase applicationDatabase() {
        int port = running()
                .orElseThrow(() -> new PostgresException("PostgreSQL is not running"))
                .port();
        return new ApplicationDatabase(port, secrets);
    }

    private void initialise() {
        Path draft = home.data().resolveSibling("data.new");
        try {
            Folders.delete(draft);
            Files.createDirectories(draft);
            Path password = draft.resolveSibling("password");
            Files.deleteIfExists(password);
            Files.createFile(
                    password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, ApplicationDatabase.newSuperuserPassword(secrets));
            user.own(draft.getParent());
            Command.of(user.command(List.of(
                            home.program("initdb"),
                            "-D",
                            draft.toString(),
                            "-U",
                            ApplicationDatabase.SUPERUSER,
                            "--pwfile=" + password,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale-provider=builtin",
                            "--locale=C.UTF-8")))
                    .run();
            Files.delete(password);
            Files.writeString(
                    draft.resolve("postgresql.conf"), PostgresSettings.text(home.socket()), StandardOpenOption.APPEND);
            // A cluster that is half made never gets its name.
            Files.move(draft, home.data());
        } catch (IOException e) {
            throw new PostgresException("cannot make the database in " + home.data() + ": " + e, e);
        }
    }

    private void launch() {
        try {
            Command.of(user.command(List.of(
                            home.program("pg_ctl"),
                            "-D",
                            home.data().toString(),
                            "-l",
                            home.log().toString(),
                            "-o",
                            "-p " + home.port(),
                            "-w",
                            "-t",
                            Long.toString(RECOVERS_WITHIN.toSeconds()),
                            "start")))
                    .run();
        } catch (PostgresException e) {
            throw new PostgresException(e.getMessage() + "; its log is " + home.log(), e);
        }
    }
}
