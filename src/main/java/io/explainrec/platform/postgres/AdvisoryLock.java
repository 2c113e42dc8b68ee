package io.explainrec.platform.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Work that one process does at a time, of all that share the database.
 *
 * @param number that names the work
 */
public record AdvisoryLock(DataSource database, long number) {
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

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
        return unlessHeld(Duration.ZERO, work);
    }

    /**
     * Works, unless another process does for longer than that; then it is empty.
     *
     * @param patience how long it is tried
     */
    public <T> Optional<T> unlessHeld(Duration patience, Work<T> work) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            while (!taken(statement)) {
                if (System.nanoTime() - begin >= patience.toNanos()) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
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
