package io.explainrec.platform.postgres;

import io.explainrec.platform.installation.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The application's role and database in a running cluster. The role owns its database and is no superuser; the extension
 * is made by the cluster's superuser, whom nothing but this class uses.
 */
final class ApplicationDatabase {
    static final String SUPERUSER = "postgres";
    private static final String NAME = "explainrec";
    private static final String REPLACEMENT = NAME + "_new";
    private static final String REPLACED = NAME + "_old";
    private static final String SUPERUSERS = "postgres-superuser";
    private static final String ADDRESS = "127.0.0.1";
    /** PostgreSQL's state for "the database system is starting up". */
    private static final String STILL_STARTING = "57P03";

    private final int port;
    private final Secrets secrets;

    ApplicationDatabase(int port, Secrets secrets) {
        this.port = port;
        this.secrets = secrets;
    }

    /** The superuser's password for a cluster that is to be made. */
    static String newSuperuserPassword(Secrets secrets) {
        return secrets.readOrCreate(SUPERUSERS);
    }

    /** A cluster that is there has its password already, and another one would open nothing. */
    private String superuserPassword() {
        return secrets.read(SUPERUSERS)
                .orElseThrow(
                        () -> new PostgresException(
                                secrets.file(SUPERUSERS)
                                        + ", the password of this installation's PostgreSQL, is missing; put it back from a copy (mode 0600)"));
    }

    Database database() {
        return named(NAME);
    }

    /** Role, database and extension; each step may have been done before. */
    void prepare() {
        asSuperuser("postgres", statement -> {
            if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                statement.execute("CREATE ROLE " + NAME + " LOGIN");
            }
            // Also where the role is there: its password's file may have been lost, and another made.
            statement.execute("ALTER ROLE " + NAME + " PASSWORD '" + database().password() + "'");
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
            }
        });
        addExtension(NAME);
    }

    /** Fills a new database, and puts it in the old one's place in one transaction when that went well. */
    void replace(Consumer<Database> fill) {
        asSuperuser("postgres", statement -> {
            statement.execute("DROP DATABASE IF EXISTS " + REPLACEMENT);
            statement.execute("DROP DATABASE IF EXISTS " + REPLACED);
            statement.execute("CREATE DATABASE " + REPLACEMENT + " OWNER " + NAME);
        });
        addExtension(REPLACEMENT);
        try {
            fill.accept(named(REPLACEMENT));
        } catch (RuntimeException e) {
            asSuperuser("postgres", statement -> statement.execute("DROP DATABASE " + REPLACEMENT));
            throw e;
        }
        asSuperuser("postgres", statement -> {
            statement.execute("BEGIN");
            statement.execute("ALTER DATABASE " + NAME + " RENAME TO " + REPLACED);
            statement.execute("ALTER DATABASE " + REPLACEMENT + " RENAME TO " + NAME);
            statement.execute("COMMIT");
            statement.execute("DROP DATABASE " + REPLACED);
        });
    }

    private void addExtension(String name) {
        asSuperuser(name, statement -> statement.execute("CREATE EXTENSION IF NOT EXISTS vector"));
    }

    private Database named(String name) {
        return new Database(ADDRESS, port, name, NAME, secrets.readOrCreate("postgres-application"));
    }

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    private void asSuperuser(String name, Work work) {
        Database database = new Database(ADDRESS, port, name, SUPERUSER, superuserPassword());
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            work.on(statement);
        } catch (SQLException e) {
            throw new PostgresException("cannot prepare " + database + ": " + e.getMessage(), e);
        }
    }

    /** Waits while a postmaster that was taken over still recovers. */
    private static Connection connect(Database database) throws SQLException {
        long until = System.nanoTime() + EmbeddedPostgres.RECOVERS_WITHIN.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
            } catch (SQLException e) {
                if (!STILL_STARTING.equals(e.getSQLState()) || System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(EmbeddedPostgres.RETRY.toNanos());
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
