package io.explainrec.platform.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Sessions that wait for another one's end. */
public final class LockWaits {
    private LockWaits() {}

    /** Returns once one waits for a row or a transaction; fails after a minute. */
    public static void await(DataSource database) {
        long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (new Statements(database)
                .query(
                        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
                        row -> 1)
                .isEmpty()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("nobody waits for a lock");
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
