package io.explainrec.platform.postgres;

import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The installation's own PostgreSQL. It listens on loopback, on a port that is chosen when it is made and kept, and knows
 * two roles: its superuser, which this class alone uses, and {@value #APPLICATION}, which owns the database. The caller
 * holds the installation's lock, so a postmaster that runs already is the orphan of a server that was killed, and is
 * taken over with everything it committed.
 */
public final class EmbeddedPostgres {
    static final String APPLICATION = "explainrec";
    private static final String SUPERUSER = "postgres";
    private static final String ADDRESS = "127.0.0.1";

    private static final Duration ORPHANS_LEAVE_WITHIN = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofMillis(200);

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
        prepare();
        return application();
    }

    /** The database of a PostgreSQL that another process of this installation runs. */
    public Database attach() {
        if (running().isEmpty()) {
            throw new PostgresException("the installation is in use, but its PostgreSQL does not run yet; try again");
        }
        return application();
    }

    /** Starts it again if it died; says whether it had to. */
    public boolean revive() {
        if (running().isPresent()) {
            return false;
        }
        long until = System.nanoTime() + ORPHANS_LEAVE_WITHIN.toNanos();
        while (true) {
            try {
                Postmaster.removeStalePidFile(home.data());
                launch();
                return true;
            } catch (PostgresException e) {
                // The sessions of a postmaster that was killed hold its shared memory until they notice.
                if (System.nanoTime() > until) {
                    throw e;
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

    /** One of PostgreSQL's client tools, ready to talk to the application's database. */
    public String client(String tool, String... arguments) {
        Database database = application();
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

    private Database application() {
        return database(APPLICATION, APPLICATION, secrets.readOrCreate("postgres-application"));
    }

    private Database database(String name, String role, String password) {
        int port = running()
                .orElseThrow(() -> new PostgresException("PostgreSQL is not running"))
                .port();
        return new Database(ADDRESS, port, name, role, password);
    }

    private void initialise() {
        Path draft = home.data().resolveSibling("data.new");
        try {
            deleteRecursively(draft);
            Files.createDirectories(draft);
            Path password = draft.resolveSibling("password");
            Files.writeString(password, secrets.readOrCreate("postgres-superuser"));
            user.own(draft.getParent());
            Command.of(user.command(List.of(
                            home.program("initdb"),
                            "-D",
                            draft.toString(),
                            "-U",
                            SUPERUSER,
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
                            "60",
                            "start")))
                    .run();
        } catch (PostgresException e) {
            throw new PostgresException(e.getMessage() + "; its log is " + home.log(), e);
        }
    }

    /** Role, database and extension; each step may have been done before. */
    private void prepare() {
        String password = secrets.readOrCreate("postgres-application");
        asSuperuser("postgres", statement -> {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + APPLICATION + "'")) {
                statement.execute("CREATE ROLE " + APPLICATION + " LOGIN PASSWORD '" + password + "'");
            }
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + APPLICATION + "'")) {
                statement.execute("CREATE DATABASE " + APPLICATION + " OWNER " + APPLICATION);
            }
        });
        asSuperuser(APPLICATION, statement -> statement.execute("CREATE EXTENSION IF NOT EXISTS vector"));
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private void asSuperuser(String name, Work work) {
        Database database = database(name, SUPERUSER, secrets.readOrCreate("postgres-superuser"));
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            work.on(statement);
        } catch (SQLException e) {
            throw new PostgresException("cannot prepare " + database + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(path);
                }
            }
        }
    }
}
