package io.explainrec.platform.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Sessions that wait for another one's end. */
public final class LockWaits {
    private LockWaits() {}

    /** Returns once one waits for a row or a transaction; fails after a minute. */
    public static void await(DataSource database) {
        await(database, 1);
    }

    /** Returns once so many wait; fails after a minute. */
    public static void await(DataSource database, int sessions) {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (waiting(database) < sessions) {
            if (System.nanoTime() > until) {
                throw new AssertionError(waiting(database) + " wait for a lock, not " + sessions);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private static long waiting(DataSource database) {
        Statements sql = new Statements(database);
        // Within a transaction, as a caller's, sessions are shown as they were when they were first asked for.
        sql.query("SELECT pg_stat_clear_snapshot()", row -> 1);
        return sql.query(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
                        row -> row.getLong(1))
                .getFirst();
    }
}
