package io.explainrec.knowledge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.installation.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Counts the interactions, all in SQL ({@code resources/knowledge}), as of one moment. What each person said is kept in {@code
 * kb_person}; the rest is made anew from that by every build, in temporary tables.
 */
@ApplicationScoped
class Counting {
    /** Names the installation's secret. */
    static final String SECRET = "knowledge.noise";

    private static final List<String> STEPS =
            List.of("2-opinions", "3-groups", "4-associations", "5-seasons", "6-trends", "7-recency");

    /**
     * An erasure locks the person before what is kept of them, and so does a build, or each would wait for the other. Whoever is not counted anew
     * is not written.
     */
    private static final String LOCK_PEOPLE = """
            SELECT count(*) FROM (
                SELECT FROM app_user u JOIN seen s ON s.user_id = u.id
                WHERE %s OR NOT EXISTS (SELECT FROM kb_person p WHERE (p.user_id, p.digest) = (s.user_id, s.digest))
                ORDER BY u.id FOR KEY SHARE OF u) AS locked
            """;

    /** What a transaction counts, such as somebody's rows, was erased by another one; or one of both had to give way. */
    private static final Set<String> BEGIN_AGAIN = Set.of("40001", "40P01");

    /** Then it begins again: so often at least, and as long as this, for many may be erased one after the other. */
    private static final int TRIES = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Instant EVER = Instant.parse("9999-12-31T23:59:59Z");

    private final Supplier<String> secret;
    private final ObjectMapper json = new ObjectMapper();

    @Inject
    Counting(Secrets secrets) {
        this(() -> secrets.readOrCreate(SECRET));
    }

    /**
     * @param secret that noise is drawn with. Who knows it could take the noise away again
     */
    Counting(Supplier<String> secret) {
        this.secret = secret;
    }

    /** What is said of a value under a condition, without words. */
    record Row(
            KnowledgeKind kind,
            Subject subject,
            Condition given,
            Statistics statistics,
            boolean finding,
            boolean sensitive) {
        static Row of(KnowledgeEntry entry) {
            return new Row(
                    entry.kind(),
                    entry.subject(),
                    entry.given(),
                    entry.statistics(),
                    entry.finding(),
                    entry.sensitive());
        }
    }

    /**
     * What was counted.
     *
     * @param span months that the opinions are of; null where there are none
     */
    record Counted(long interactions, long people, Span span, List<Row> rows) {}

    /**
     * Months from the first to the last, both included, counted from year 0.
     *
     * @param peopled the last one in which so many said something that there may be a trend; null where there is none
     */
    record Span(int first, int last, Integer peopled) {}

    /**
     * Counts, and keeps what each person said.
     *
     * @param connection without an open transaction
     * @param asOf interactions after it, which a wrong clock brought, are left out until their time comes
     * @param anew whether what was kept before is thrown away first
     */
    Counted count(Connection connection, Rules rules, Instant asOf, boolean anew) throws SQLException {
        // Who is erased waits for this transaction, since it holds people's rows, and not for the rest.
        long interactions = within(connection, rules, asOf, statement -> {
            run(statement, "0-values", "0-items", "1-seen");
            statement.execute(LOCK_PEOPLE.formatted(anew));
            if (anew) {
                statement.execute("DELETE FROM kb_person");
            }
            return people(statement);
        });
        return within(connection, rules, asOf, statement -> {
            run(statement, "0-items", "0-noise");
            return said(statement, interactions);
        });
    }

    /**
     * Counts everybody as of an earlier moment, and keeps nothing. Words that no build has met yet are not counted.
     *
     * @param connection without an open transaction
     */
    Counted past(Connection connection, Rules rules, Instant asOf) throws SQLException {
        return within(connection, rules, asOf, Counting::past);
    }

    /**
     * The same of the first interactions in the order of time and arrival, where their times do not tell what was earlier.
     *
     * @param count how many
     */
    Counted first(Connection connection, Rules rules, int count) throws SQLException {
        return within(connection, rules, EVER, statement -> {
            statement.execute(
                    "CREATE TEMP TABLE interaction ON COMMIT DROP AS SELECT user_id, item_id, liked, occurred_at"
                            + " FROM interaction ORDER BY occurred_at, seq LIMIT " + count);
            statement.execute("CREATE INDEX ON pg_temp.interaction (user_id)");
            return past(statement);
        });
    }

    private static Counted past(Statement statement) throws SQLException {
        // Found before the table of that name, as are other temporary ones.
        statement.execute("CREATE TEMP TABLE kb_person (LIKE kb_person) ON COMMIT DROP");
        run(statement, "0-items", "1-seen");
        return said(statement, people(statement));
    }

    private static long people(Statement statement) throws SQLException {
        run(statement, "1-people");
        try (ResultSet row = statement.executeQuery("SELECT coalesce(sum(events), 0) FROM seen")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Counted said(Statement statement, long interactions) throws SQLException {
        run(statement, STEPS.toArray(String[]::new));
        List<Row> entries = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(script("8-entries"))) {
            while (row.next()) {
                entries.add(entry(row));
            }
        }
        String sql = "SELECT (SELECT count(*) FROM kb_person), min(month), max(month), (SELECT max(month) FROM peopled)"
                + " FROM opinion";
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            Integer first = row.getObject(2, Integer.class);
            Span span = first == null ? null : new Span(first, row.getInt(3), row.getObject(4, Integer.class));
            return new Counted(interactions, row.getLong(1), span, entries);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Statement statement) throws SQLException;
    }

    /** In a transaction that sees one state of the database, and the rules; in another one where that state did not hold. */
    private <T> T within(Connection connection, Rules rules, Instant asOf, Work<T> work) throws SQLException {
        long begin = System.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                return once(connection, rules, asOf, work);
            } catch (SQLException e) {
                boolean enough = tries >= TRIES && System.nanoTime() - begin > PATIENCE.toNanos();
                if (enough || !BEGIN_AGAIN.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private <T> T once(Connection connection, Rules rules, Instant asOf, Work<T> work) throws SQLException {
        int before = connection.getTransactionIsolation();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            // Temporary tables of some millions of rows are grouped in memory.
            statement.execute("SET LOCAL work_mem = '128MB'");
            prepare(connection, rules, asOf);
            T result = work.with(statement);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setTransactionIsolation(before);
            connection.setAutoCommit(true);
        }
    }

    /** The rules as a table of one row, which the scripts read. */
    private void prepare(Connection connection, Rules rules, Instant asOf) throws SQLException {
        String sql = """
                CREATE TEMP TABLE rule ON COMMIT DROP AS
                SELECT r.*, secret.* FROM jsonb_to_record(?::jsonb) AS r (floor int, "falseDiscoveryRate" float8,
                  "leastDifference" float8, shrinkage float8, "mostValues" int, sensitive boolean),
                  (SELECT ?::text AS secret, ?::timestamptz AS "asOf") AS secret
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, json.writeValueAsString(rules));
            statement.setString(2, secret.get());
            statement.setTimestamp(3, Timestamp.from(asOf));
            statement.execute();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Row entry(ResultSet row) throws SQLException {
        KnowledgeKind kind = KnowledgeKind.labelled(row.getString("kind")).orElseThrow();
        return new Row(
                kind,
                new Subject(row.getString("domain"), row.getString("attribute"), row.getString("value")),
                Condition.read(kind, row.getString("given")),
                KnowledgeEntries.statistics(row),
                row.getBoolean("finding"),
                row.getBoolean("sensitive"));
    }

    private static void run(Statement statement, String... scripts) throws SQLException {
        for (String name : scripts) {
            statement.execute(script(name));
        }
    }

    private static String script(String name) {
        try (InputStream in = Counting.class.getResourceAsStream("/knowledge/" + name + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
