package io.explainrec.cli.bench;

import io.explainrec.catalog.imports.CsvFolder;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.platform.postgres.Database;
import io.explainrec.platform.postgres.OpenInstallation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * A long import in a process of its own with a small heap, killed in its middle and run again: how fast, in how much memory,
 * and whether each row came in once. Some rows stand twice and some contradict the one before, which an import must know and
 * refuse, however far apart.
 */
public final class LongImportBench {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ENDS_WITHIN = Duration.ofHours(2);
    private static final String JOB = "FROM import_job WHERE source = '" + GeneratedEvents.NAME + "'";

    private final Path program;
    private final GeneratedEvents events;
    private final int kills;
    private final int heap;
    private final PrintStream out;

    /**
     * @param program this one's runnable jar
     * @param rows events, from 1000
     * @param kills from 0
     * @param heap megabytes
     */
    public LongImportBench(Path program, long rows, int kills, int heap, PrintStream out) {
        this.program = program;
        this.events = new GeneratedEvents(rows);
        this.kills = kills;
        this.heap = heap;
        this.out = out;
    }

    /** Whether each row came in once. */
    public boolean run() {
        try (ScratchInstallation scratch = ScratchInstallation.make()) {
            Path folder = scratch.folder(GeneratedEvents.NAME);
            events.write(folder);
            // The database stays while the imports that share it are killed.
            try (OpenInstallation open = OpenInstallation.own(scratch.installation());
                    Connection connection = connect(open.database())) {
                return run(connection, scratch, folder);
            }
        } catch (IOException e) {
            throw new CommandException("cannot write the events: " + e.getMessage());
        } catch (SQLException e) {
            throw new CommandException("the database does not answer: " + e.getMessage());
        }
    }

    private boolean run(Connection connection, ScratchInstallation scratch, Path folder) throws SQLException {
        double seconds = 0;
        Path log = scratch.root().resolve("gc.log");
        HeapLog heapLog = new HeapLog();
        for (int part = 1; part <= kills + 1; part++) {
            long target = part > kills ? Long.MAX_VALUE : events.lines() * part / (kills + 1);
            long begin = System.nanoTime();
            Process process = ImportProcess.start(program, scratch, folder, heap, log);
            await(process, connection, target);
            seconds += (System.nanoTime() - begin) / 1e9;
            heapLog.add(log);
            out.printf(
                    Locale.ROOT,
                    part > kills
                            ? "ended with %,d rows read, after %.1f s of work%n"
                            : "killed behind %,d rows, after %.1f s of work%n",
                    read(connection),
                    seconds);
        }
        double reading = reading(folder);
        out.printf(Locale.ROOT, "RESULT import.long_reading_alone_seconds_per_million %.2f%n", reading);
        return report(connection, seconds, heapLog);
    }

    /** Seconds a million rows, without writing them: what going on costs for each row that is in. */
    private static double reading(Path folder) {
        long[] rows = {0};
        long begin = System.nanoTime();
        new CsvFolder(folder).read(row -> rows[0]++, done -> {});
        return (System.nanoTime() - begin) / 1e3 / rows[0];
    }

    /** Waits until so many rows are read, and kills it then; or until it ends. */
    private void await(Process process, Connection connection, long target) throws SQLException {
        long until = System.nanoTime() + ENDS_WITHIN.toNanos();
        while (process.isAlive() && System.nanoTime() < until && read(connection) < target) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        boolean killed = process.isAlive();
        process.destroyForcibly();
        int code = process.onExit().join().exitValue();
        if (code != 0 && (!killed || target == Long.MAX_VALUE)) {
            throw new CommandException("the import ended with " + code + " within a heap of " + heap + " MB and before "
                    + ENDS_WITHIN.toHours() + " hours");
        }
    }

    private boolean report(Connection connection, double seconds, HeapLog heapLog) throws SQLException {
        long rejected = number(connection, "SELECT coalesce(sum(rejected), 0) " + JOB);
        long known = number(connection, "SELECT coalesce(sum(known), 0) " + JOB);
        long jobs = number(connection, "SELECT count(*) " + JOB);
        long kept = number(connection, "SELECT count(*) FROM interaction");
        out.printf(Locale.ROOT, "RESULT import.long_rows %d%n", events.lines());
        out.printf(Locale.ROOT, "RESULT import.long_rows_per_second %.0f%n", events.lines() / seconds);
        out.printf(Locale.ROOT, "RESULT import.long_kills %d%n", kills);
        out.printf(Locale.ROOT, "RESULT import.long_heap_limit_mb %d%n", heap);
        out.printf(Locale.ROOT, "RESULT import.long_heap_peak_mb %d%n", heapLog.peak());
        out.printf(Locale.ROOT, "RESULT import.long_heap_peak_after_collection_mb %d%n", heapLog.peakAfterCollection());
        out.printf(Locale.ROOT, "RESULT import.long_lost %d%n", events.distinct() - kept);
        out.printf(Locale.ROOT, "RESULT import.long_done_again %d%n", known - events.repeated());
        out.printf(Locale.ROOT, "RESULT import.long_contradictions_missed %d%n", events.contradicting() - rejected);
        return kept == events.distinct()
                && known == events.repeated()
                && rejected == events.contradicting()
                && jobs == 1;
    }

    private static Connection connect(Database database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }

    /** Rows of the source that are committed; 0 before the first import has made its tables. */
    private static long read(Connection connection) throws SQLException {
        return number(connection, "SELECT count(*) FROM information_schema.columns WHERE column_name = 'rows_read'")
                        == 0
                ? 0
                : number(connection, "SELECT coalesce(max(rows_read), 0) " + JOB);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
