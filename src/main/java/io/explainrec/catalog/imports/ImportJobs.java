package io.explainrec.catalog.imports;

import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The table of import jobs, and who runs them. */
@ApplicationScoped
public class ImportJobs {
    private static final String COLUMNS =
            "id, format, source, namespace, domain_name, status, accepted, known, rejected, "
                    + "done_bytes, total_bytes, message, created_at, finished_at";

    private final DataSource database;
    private final Statements sql;
    private final ImportFailures failures;
    private final Clock clock;

    ImportJobs(DataSource database, ImportFailures failures, Clock clock) {
        this.database = database;
        this.failures = failures;
        this.clock = clock;
        sql = new Statements(database);
    }

    /** A page of jobs, newest first. */
    public List<ImportJob> list(int limit) {
        return query("ORDER BY created_at DESC, id DESC LIMIT ?", limit);
    }

    /** The job; NotFound where there is none. */
    public ImportJob get(UUID id) {
        return find(id).orElseThrow(() -> new NotFound("There is no import " + id + "."));
    }

    /**
     * Refused rows of a job in their order.
     *
     * @param after the number of the last one that is known; 0 for none
     */
    public List<ImportJob.Failure> failures(UUID id, long after, int limit) {
        get(id);
        return failures.list(id, after, limit);
    }

    /**
     * Begins a job that this process runs: the newest one of this source and target that was interrupted, where it had brought
     * rows in, and goes on with it; else a new one.
     */
    ImportRun begin(ImportSource source, ImportTarget target) {
        closeAbandoned();
        return take("""
                        SELECT id FROM import_job
                        WHERE status = 'failed' AND NOT upload AND rows_read > 0
                          AND format = ? AND source = ? AND domain_name = ? AND namespace = ?
                        ORDER BY created_at DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
                        """, source.format(), source.name(), target.domain(), target.namespace())
                .orElseGet(() -> beginAnew(source, target));
    }

    private ImportRun beginAnew(ImportSource source, ImportTarget target) {
        UUID id = UUID.randomUUID();
        Instant now = now();
        return locked(connection -> {
            // Locked before others can see the job.
            ImportRun run = ImportRun.of(this, id, now, Position.START, connection);
            insert(id, source.format(), source.name(), target, "running", now);
            sql.execute("UPDATE import_job SET started_at = created_at WHERE id = ?", id);
            return run;
        });
    }

    /** Lets interrupted jobs of this source and target be, so that the next one begins with the first row. */
    void forgetPositions(ImportSource source, ImportTarget target) {
        closeAbandoned();
        sql.execute(
                "UPDATE import_job SET rows_read = 0, rows_digest = 0 WHERE status = 'failed' AND format = ? AND source = ?"
                        + " AND domain_name = ? AND namespace = ?",
                source.format(),
                source.name(),
                target.domain(),
                target.namespace());
    }

    /** Sets counts and position of a job to its beginning, and forgets what it refused. */
    void restart(UUID id) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql.execute("DELETE FROM import_failure WHERE job_id = ?", id);
            sql.execute("DELETE FROM import_verdict WHERE job_id = ?", id);
            sql.execute(
                    "UPDATE import_job SET accepted = 0, known = 0, rejected = 0, done_bytes = 0, rows_read = 0,"
                            + " rows_digest = 0 WHERE id = ?",
                    id);
        });
    }

    /** Queues a job whose archive lies in the uploads under this id. */
    ImportJob queue(UUID id, ImportFormat format, String source, ImportTarget target) {
        insert(id, format.toString(), source, target, "queued", now());
        return get(id);
    }

    /** The job that has waited longest, taken by this process; it goes on where an earlier process was killed. */
    Optional<ImportRun> claim() {
        return take("""
                SELECT id FROM import_job WHERE status = 'queued' ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
                """);
    }

    /** Runs a job that this query finds; empty where there is none. */
    private Optional<ImportRun> take(String query, Object... parameters) {
        String taking = "UPDATE import_job SET status = 'running', message = NULL, finished_at = NULL, started_at = ?"
                + " WHERE id = (" + query + ") RETURNING id, created_at, rows_read, rows_digest";
        return Optional.ofNullable(locked(connection -> {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(taking)) {
                Statements.bind(
                        statement,
                        Stream.concat(Stream.of(Timestamp.from(now())), Stream.of(parameters))
                                .toArray());
                try (ResultSet row = statement.executeQuery()) {
                    ImportRun run = !row.next()
                            ? null
                            : ImportRun.of(
                                    this,
                                    row.getObject(1, UUID.class),
                                    row.getTimestamp(2).toInstant(),
                                    new Position(row.getLong(3), row.getLong(4)),
                                    connection);
                    connection.commit();
                    return run;
                }
            } finally {
                connection.setAutoCommit(true);
            }
        }));
    }

    /** How much there is to read, once that is known. */
    void total(UUID id, long size) {
        sql.execute("UPDATE import_job SET total_bytes = ? WHERE id = ?", size, id);
    }

    /** Closes the jobs whose process was killed: an upload waits again, since its rows are still there; another failed. */
    void closeAbandoned() {
        sql.execute("""
                WITH running AS MATERIALIZED (SELECT id, upload FROM import_job WHERE status = 'running'),
                abandoned AS MATERIALIZED (
                  SELECT id, upload FROM running WHERE pg_try_advisory_xact_lock(%s))
                UPDATE import_job j SET status = CASE WHEN a.upload THEN 'queued' ELSE 'failed' END,
                  message = 'The process that ran it was killed. What came in stays; run it again to go on with the rest.',
                  finished_at = CASE WHEN a.upload THEN NULL ELSE cast(? AS timestamptz) END
                FROM abandoned a WHERE j.id = a.id
                """.formatted(ImportRun.KEY.replace("?", "id::text")), Timestamp.from(clock.instant()));
    }

    /** Whether the job waits or runs. */
    boolean isOpen(UUID id) {
        return find(id).filter(ImportJob::open).isPresent();
    }

    /** Removes refused rows of jobs that ended before this time, and what those that failed would go on by. */
    @Transactional
    void forget(Instant before) {
        Timestamp ended = Timestamp.from(before);
        for (String table : List.of("import_failure", "import_verdict")) {
            sql.execute(
                    "DELETE FROM " + table + " f USING import_job j WHERE j.id = f.job_id AND j.finished_at < ?",
                    ended);
        }
        sql.execute(
                "UPDATE import_job SET rows_read = 0, rows_digest = 0 WHERE status = 'failed' AND rows_read > 0"
                        + " AND finished_at < ?",
                ended);
    }

    /** Adds to the counts and moves the position, in the caller's transaction, so that both are true of what is in. */
    void advance(UUID id, Taken taken, List<Row.Refused> refused, Position position, long done) {
        sql.execute(
                "UPDATE import_job SET accepted = accepted + ?, known = known + ?, rejected = rejected + ?,"
                        + " done_bytes = least(?, total_bytes),"
                        + " rows_read = ?, rows_digest = ? WHERE id = ?",
                taken.accepted(),
                taken.known(),
                (long) refused.size(),
                done,
                position.rows(),
                position.digest(),
                id);
        failures.add(id, refused);
    }

    /**
     * Rows that are in.
     *
     * @param known those of them that were there before
     */
    record Taken(long accepted, long known) {}

    void finish(UUID id, String status, String message) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql.execute(
                    "UPDATE import_job SET status = ?, message = ?, finished_at = ?,"
                            + " done_bytes = CASE ? WHEN 'succeeded' THEN total_bytes ELSE done_bytes END WHERE id = ?",
                    status,
                    message == null ? null : ImportFailures.storable(message),
                    Timestamp.from(clock.instant()),
                    status,
                    id);
            sql.execute(
                    "DELETE FROM import_verdict v USING import_job j WHERE j.id = ? AND v.job_id = j.id"
                            + " AND j.status = 'succeeded'",
                    id);
        });
    }

    /** The time, as exactly as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private void insert(UUID id, String format, String source, ImportTarget target, String status, Instant now) {
        QuarkusTransaction.requiringNew()
                .run(() -> sql.execute(
                        """
                        INSERT INTO import_job (id, format, source, namespace, domain_name, status, upload, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        id,
                        format,
                        source,
                        target.namespace(),
                        target.domain(),
                        status,
                        status.equals("queued"),
                        Timestamp.from(now)));
    }

    @FunctionalInterface
    private interface Locking {
        ImportRun on(Connection connection) throws SQLException;
    }

    /** Gives the run a connection of its own, which goes back where there is no run. */
    private ImportRun locked(Locking locking) {
        Connection connection = null;
        ImportRun run = null;
        try {
            connection = database.getConnection();
            run = locking.on(connection);
            return run;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            if (run == null && connection != null) {
                giveBack(connection);
            }
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<ImportJob> find(UUID id) {
        return query("WHERE id = ?", id).stream().findFirst();
    }

    private List<ImportJob> query(String condition, Object... parameters) {
        return sql.query(
                "SELECT " + COLUMNS + " FROM import_job " + condition,
                row -> {
                    Timestamp finished = row.getTimestamp(14);
                    return new ImportJob(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7),
                            row.getLong(8),
                            row.getLong(9),
                            row.getLong(10),
                            row.getLong(11),
                            row.getString(12),
                            row.getTimestamp(13).toInstant(),
                            finished == null ? null : finished.toInstant());
                },
                parameters);
    }
}
