package io.explainrec.catalog.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
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
    private final Instant begun;
    private final Connection lock;
    private Position position;
    private String status = "failed";
    private String message = "It ended before its source did.";

    private ImportRun(ImportJobs jobs, UUID id, Instant begun, Position position, Connection lock) {
        this.jobs = jobs;
        this.id = id;
        this.begun = begun;
        this.position = position;
        this.lock = lock;
    }

    /** Locks the job for as long as the connection is open, which becomes the run's. */
    static ImportRun of(ImportJobs jobs, UUID id, Instant begun, Position position, Connection connection)
            throws SQLException {
        call(connection, "SELECT pg_advisory_lock(" + KEY + ")", id);
        return new ImportRun(jobs, id, begun, position, connection);
    }

    UUID id() {
        return id;
    }

    /** When the job was made, however often it was interrupted since: the time of its events that have none. */
    Instant begun() {
        return begun;
    }

    /** Behind the rows that are in already. */
    Position position() {
        return position;
    }

    /** Begins again, since what was read before cannot be relied on; rows that are in stay, and count as known. */
    void restart() {
        jobs.restart(id);
        position = Position.START;
    }

    /**
     * It ended well.
     *
     * @param note what people should know of it; null for nothing
     */
    void succeeded(String note) {
        status = "succeeded";
        message = note;
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
