package io.explainrec.catalog.imports;

import io.explainrec.platform.NamedDataHolder;
import io.explainrec.platform.postgres.Statements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The table of rows that imports refused. They are kept by the id that the source gives a person, whom nothing else may know, until they
 * are forgotten. What an unfinished import keeps beside (import_verdict) is in the person's history too, and goes with the user's row.
 */
@ApplicationScoped
class ImportFailures implements NamedDataHolder {
    private static final String COLUMNS =
            "SELECT f.number, f.part, f.line, f.field, f.message, f.excerpt FROM import_failure f";
    private static final String OF_PERSON =
            " import_job j WHERE j.id = f.job_id AND j.namespace = ? AND f.user_external_id = ?";

    private final Statements sql;

    ImportFailures(DataSource database) {
        sql = new Statements(database);
    }

    /** Those of a job in their order, from behind this number on. */
    List<ImportJob.Failure> list(UUID job, long after, int limit) {
        return sql.query(
                COLUMNS + " WHERE f.job_id = ? AND f.number > ? ORDER BY f.number LIMIT ?",
                ImportFailures::failure,
                job,
                after,
                limit);
    }

    /** Adds what a chunk refused, by file and line, in the caller's transaction. */
    void add(UUID job, List<Row.Refused> refused) {
        Comparator<Row.Refused> place = Comparator.comparing(
                        (Row.Refused row) -> row.origin().part())
                .thenComparingLong(row -> row.origin().line());
        sql.executeAll(
                "INSERT INTO import_failure (job_id, part, line, field, message, excerpt, user_external_id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                refused.stream()
                        .sorted(place)
                        .map(row -> new Object[] {
                            job,
                            row.origin().part(),
                            row.origin().line(),
                            row.field(),
                            storable(row.message()),
                            storable(row.origin().excerpt()),
                            row.user() == null ? null : storable(row.user())
                        })
                        .toList());
    }

    @Override
    public String part() {
        return "refusedImportRows";
    }

    @Override
    public List<ImportJob.Failure> export(String namespace, String externalId) {
        return sql.query(
                COLUMNS + "," + OF_PERSON + " ORDER BY f.part, f.line, f.number",
                ImportFailures::failure,
                namespace,
                externalId);
    }

    @Override
    public Map<String, Long> erase(String namespace, String externalId) {
        long erased = sql.execute("DELETE FROM import_failure f USING" + OF_PERSON, namespace, externalId);
        return Map.of(part(), erased);
    }

    private static ImportJob.Failure failure(ResultSet row) throws SQLException {
        return new ImportJob.Failure(
                row.getLong(1), row.getString(2), row.getLong(3), row.getString(4), row.getString(5), row.getString(6));
    }

    /** Text as PostgreSQL can hold it. */
    static String storable(String text) {
        return text.replace("\u0000", "\uFFFD");
    }
}
