package io.explainrec.cli.bench;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.imports.ImportJob;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.ImportTarget;
import io.explainrec.catalog.imports.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * What an import of events costs above a bare COPY of the same rows, their ids resolved already, into a table with the same
 * keys, indexes and foreign keys; and, to know, into one with none. The sides take turns. The import's time has everything:
 * reading, checking, the job, and refusing one row in fifty, which is spoilt on purpose; COPY gets good rows alone. Works in a domain and namespace of its own, which it removes.
 */
@ApplicationScoped
public class ImportBench {
    private static final String NAME = "bench-import";
    private static final String COLUMNS = "(user_id, item_id, liked, rating, occurred_at)";

    private final ImportService imports;
    private final DataSource database;

    ImportBench(ImportService imports, DataSource database) {
        this.imports = imports;
        this.database = database;
    }

    /** Measures and prints. */
    public void run(ImportSource source, int repetitions, PrintStream out) {
        ImportTarget target = new ImportTarget(NAME, NAME);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            remove(statement);
            imports.run(source, target, done -> {});
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            byte[] rows = rows(copy);
            prepare(statement);
            long refused = 0;
            double[] ours = new double[repetitions];
            double[] indexed = new double[repetitions];
            double[] plain = new double[repetitions];
            for (int i = 0; i < repetitions; i++) {
                statement.execute(
                        "DELETE FROM interaction n USING app_user u WHERE u.id = n.user_id AND u.namespace = '" + NAME
                                + "'");
                statement.execute("VACUUM interaction");
                long begin = System.nanoTime();
                ImportJob job = imports.run(new SpoiltEvents(source), target, done -> {});
                ours[i] = (System.nanoTime() - begin) / 1e9;
                refused = job.rejected();
                indexed[i] = copy(copy, statement, "bench_indexed", rows);
                plain[i] = copy(copy, statement, "bench_plain", rows);
            }
            Samples bare = new Samples("COPY, same keys and indexes", indexed);
            Samples bareOfAll = new Samples("COPY, no keys or indexes", plain);
            Samples whole = new Samples("import", ours);
            out.printf("%d rows spoilt and refused at each import%n", refused);
            out.println(whole.row());
            out.println(bare.row());
            out.println(bareOfAll.row());
            out.println(bare.speedupOver(whole).result("import.vs_copy"));
            out.println(bareOfAll.speedupOver(whole).result("import.vs_copy_without_indexes"));
            statement.execute("DROP TABLE bench_indexed, bench_plain");
            remove(statement);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void prepare(Statement statement) throws SQLException {
        statement.execute("DROP TABLE IF EXISTS bench_indexed, bench_plain");
        statement.execute("CREATE TABLE bench_indexed (LIKE interaction INCLUDING ALL)");
        statement.execute(
                "ALTER TABLE bench_indexed ADD FOREIGN KEY (user_id) REFERENCES app_user, ADD FOREIGN KEY (item_id) REFERENCES item");
        statement.execute(
                "CREATE TABLE bench_plain (user_id uuid, item_id uuid, liked boolean, rating real, occurred_at timestamptz)");
    }

    private static byte[] rows(CopyManager copy) throws SQLException, IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        copy.copyOut(
                "COPY (SELECT n.user_id, n.item_id, n.liked, n.rating, n.occurred_at FROM interaction n"
                        + " JOIN app_user u ON u.id = n.user_id WHERE u.namespace = '" + NAME
                        + "' ORDER BY n.seq) TO STDOUT",
                rows);
        return rows.toByteArray();
    }

    private static double copy(CopyManager copy, Statement statement, String table, byte[] rows) throws SQLException {
        statement.execute("TRUNCATE " + table);
        return Samples.seconds(() -> {
            try {
                copy.copyIn("COPY " + table + " " + COLUMNS + " FROM STDIN", new ByteArrayInputStream(rows));
            } catch (SQLException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void remove(Statement statement) throws SQLException {
        statement.execute(
                "DELETE FROM interaction n USING app_user u WHERE u.id = n.user_id AND u.namespace = '" + NAME + "'");
        statement.execute("DELETE FROM app_user WHERE namespace = '" + NAME + "'");
        statement.execute("DELETE FROM item i USING domain d WHERE d.id = i.domain_id AND d.name = '" + NAME + "'");
        statement.execute("DELETE FROM import_job WHERE domain_name = '" + NAME + "'");
        statement.execute("DELETE FROM domain WHERE name = '" + NAME + "'");
    }

    /** The source's events alone, items and users being in already, and one in fifty of them spoilt. */
    private record SpoiltEvents(ImportSource source) implements ImportSource {
        private static final int SPOILT = 50;
        private static final float NO_RATING = 1000;

        @Override
        public String format() {
            return source.format();
        }

        @Override
        public String name() {
            return source.name();
        }

        @Override
        public Domain.Input domain() {
            return null;
        }

        @Override
        public long size() {
            return source.size();
        }

        @Override
        public void read(Consumer<Row> rows, Consumer<Long> progress) {
            int[] read = {0};
            source.read(
                    row -> {
                        if (row instanceof Row.OfInteraction event) {
                            rows.accept(read[0]++ % SPOILT == 0 ? spoilt(event, read[0]) : event);
                        } else if (row instanceof Row.Refused) {
                            rows.accept(row);
                        }
                    },
                    progress);
        }

        /** An item that is not there, or a rating that is none. */
        private static Row spoilt(Row.OfInteraction event, int number) {
            boolean item = number / SPOILT % 2 == 0;
            return new Row.OfInteraction(
                    event.origin(),
                    event.domain(),
                    event.user(),
                    item ? "no such item" : event.item(),
                    null,
                    item ? event.rating() : Float.valueOf(NO_RATING),
                    event.at(),
                    event.reason());
        }
    }
}
