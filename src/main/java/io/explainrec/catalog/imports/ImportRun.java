package io.explainrec.catalog.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * An import at work. It holds a lock on its job for as long as its process lives, so that others can tell a job that runs
 * from one whose process was killed. Closed without an end, it has failed.
 */
final class ImportRun implements AutoCloseable {
    /** The lock's key, of the job's id. */
    static final String KEY = "hashtextextended('import ' || ?, 0)";

    private final ImportJobs jobs;
    private final UUID id;
    private final Connection lock;
    private String status = "failed";
    private String message = "It ended before its source did.";

    private ImportRun(ImportJobs jobs, UUID id, Connection lock) {
        this.jobs = jobs;
        this.id = id;
        this.lock = lock;
    }

    /** Locks the job for as long as the connection is open, which becomes the run's. */
    static ImportRun of(ImportJobs jobs, UUID id, Connection connection) throws SQLException {
        call(connection, "SELECT pg_advisory_lock(" + KEY + ")", id);
        return new ImportRun(jobs, id, connection);
    }

    UUID id() {
        return id;
    }

    void succeeded() {
        status = "succeeded";
        message = null;
    }

    /** What ended it, for people. */
    void failed(String cause) {
        message = cause;
    }

    /** Writes how it ended. Where that cannot be written, the job counts as one whose process was killed. */
    @Override
    public void close() {
        try (lock) {
            try {
                jobs.finish(id, status, message);
            } finally {
                call(lock, "SELECT pg_advisory_unlock(" + KEY + ")", id);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the lock of import " + id + " cannot be released", e);
        }
    }

    private static void call(Connection connection, String sql, UUID id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id.toString());
            statement.execute();
        }
    }
}
