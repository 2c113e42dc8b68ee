package io.explainrec.catalog.imports;

import io.explainrec.platform.problem.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The rows of import jobs and of what they refused. */
@ApplicationScoped
public class ImportJobs {
    private static final String COLUMNS = "id, format, source, namespace, domain_name, status, accepted, rejected, "
            + "done_bytes, total_bytes, message, created_at, finished_at";

    private final DataSource database;
    private final Clock clock;

    ImportJobs(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A page of jobs, newest first. */
    public List<ImportJob> list(int limit) {
        return query("SELECT " + COLUMNS + " FROM import_job ORDER BY created_at DESC, id DESC LIMIT ?", limit);
    }

    /** The job; NotFound where there is none. */
    public ImportJob get(UUID id) {
        return query("SELECT " + COLUMNS + " FROM import_job WHERE id = ?", id).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("There is no import " + id + "."));
    }

    /** Refused rows in their order, from behind this one on. */
    public List<ImportJob.Failure> failures(UUID id, String afterPart, long afterLine, int limit) {
        get(id);
        String sql = """
                SELECT part, line, field, message, excerpt FROM import_failure
                WHERE job_id = ? AND (part, line) > (?, ?) ORDER BY part, line, field LIMIT ?
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            statement.setString(2, afterPart);
            statement.setLong(3, afterLine);
            statement.setInt(4, limit);
            List<ImportJob.Failure> failures = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    failures.add(new ImportJob.Failure(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
            return failures;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    UUID start(ImportSource source, ImportTarget target) {
        UUID id = UUID.randomUUID();
        QuarkusTransaction.requiringNew()
                .run(() -> execute(
                        """
                INSERT INTO import_job (id, format, source, namespace, domain_name, status, total_bytes, created_at, started_at)
                VALUES (?, ?, ?, ?, ?, 'running', ?, ?, ?)
                """,
                        id,
                        source.format(),
                        source.name(),
                        target.namespace(),
                        target.domain(),
                        source.size(),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(clock.instant())));
        return id;
    }

    /** Adds to the counts, in the caller's transaction, so that they are true of what is in. */
    void advance(UUID id, long accepted, List<Row.Refused> refused, long done) {
        execute(
                "UPDATE import_job SET accepted = accepted + ?, rejected = rejected + ?, done_bytes = ? WHERE id = ?",
                accepted,
                (long) refused.size(),
                done,
                id);
        String sql = """
                INSERT INTO import_failure (job_id, part, line, field, message, excerpt) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row.Refused row : refused) {
                bind(
                        statement,
                        id,
                        row.origin().part(),
                        row.origin().line(),
                        row.field(),
                        row.message(),
                        row.origin().excerpt().replace("\u0000", "\uFFFD"));
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void finish(UUID id, String status, String message) {
        QuarkusTransaction.requiringNew()
                .run(() -> execute(
                        "UPDATE import_job SET status = ?, message = ?, finished_at = ? WHERE id = ?",
                        status,
                        message,
                        Timestamp.from(clock.instant()),
                        id));
    }

    private List<ImportJob> query(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<ImportJob> jobs = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Timestamp finished = row.getTimestamp(13);
                    jobs.add(new ImportJob(
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
                            row.getString(11),
                            row.getTimestamp(12).toInstant(),
                            finished == null ? null : finished.toInstant()));
                }
            }
            return jobs;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }
}
