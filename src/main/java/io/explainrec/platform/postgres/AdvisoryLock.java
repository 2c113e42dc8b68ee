package io.explainrec.platform.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Work that one process does at a time, of all that share the database.
 *
 * @param number that names the work
 */
public record AdvisoryLock(DataSource database, long number) {
    /** What is done while the lock is held. */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * @param connection that holds the lock, without an open transaction
         * @return anything but null
         */
        T with(Connection connection) throws SQLException;
    }

    /** Works, unless another process does; then it is empty. */
    public <T> Optional<T> unlessHeld(Work<T> work) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (!taken(statement)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.with(connection));
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + number + ")");
            }
        }
    }

    private boolean taken(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_try_advisory_lock(" + number + ")")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
