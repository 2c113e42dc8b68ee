package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Interaction;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Events by the ten thousand: checked in memory, copied into a staging table, and inserted from there by one statement. An
 * event that is there already stays as it is.
 */
@ApplicationScoped
class InteractionCopy {
    private static final String STAGING = """
            CREATE TEMP TABLE IF NOT EXISTS staged_interaction (
                number int, user_id uuid, item_id uuid, liked boolean, rating real, occurred_at timestamptz, reason text
            ) ON COMMIT DELETE ROWS
            """;
    private static final String COPY =
            "COPY staged_interaction (number, user_id, item_id, liked, rating, occurred_at, reason) FROM STDIN";

    /** An event without a time is nothing new where the user's last verdict on the item says the same. */
    private static final String DROP_UNTIMED = """
            DELETE FROM staged_interaction s WHERE s.occurred_at IS NULL AND (s.liked, coalesce(s.rating, 'NaN')) =
              (SELECT n.liked, coalesce(n.rating, 'NaN') FROM interaction n
               WHERE n.user_id = s.user_id AND n.item_id = s.item_id ORDER BY n.occurred_at DESC, n.seq DESC LIMIT 1)
            """;

    private static final String DATE_UNTIMED =
            "UPDATE staged_interaction SET occurred_at = ? WHERE occurred_at IS NULL";
    private static final String INSERT = """
            WITH added AS (
              INSERT INTO interaction (user_id, item_id, liked, rating, occurred_at)
              SELECT user_id, item_id, liked, rating, occurred_at FROM staged_interaction ORDER BY number
              ON CONFLICT (user_id, item_id, occurred_at) DO NOTHING
              RETURNING id, user_id, item_id, occurred_at),
            reasoned AS (
              INSERT INTO reason (interaction_id, text, provenance, reasoned_at)
              SELECT DISTINCT ON (a.id) a.id, s.reason, 'stated', s.occurred_at
              FROM added a JOIN staged_interaction s USING (user_id, item_id, occurred_at)
              WHERE s.reason IS NOT NULL ORDER BY a.id, s.number)
            SELECT count(*) FROM added
            """;
    private static final String CONTRADICTIONS = """
            SELECT s.number FROM staged_interaction s JOIN interaction n USING (user_id, item_id, occurred_at)
            WHERE n.liked <> s.liked OR n.rating IS DISTINCT FROM s.rating ORDER BY s.number
            """;

    private final DataSource database;
    private final Clock clock;

    InteractionCopy(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Brings the events in, in the caller's transaction.
     *
     * @param refused takes those that are not valid, or contradict one that is in
     */
    ImportJobs.Taken copy(Domain domain, String namespace, List<Row.OfInteraction> events, List<Row.Refused> refused) {
        if (events.isEmpty()) {
            return new ImportJobs.Taken(0, 0);
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            Map<String, UUID> items = items(connection, domain.id(), events);
            Map<String, UUID> users = users(connection, namespace, events);
            StringBuilder staged = new StringBuilder(events.size() * 120);
            long valid = 0;
            boolean untimed = false;
            for (int number = 0; number < events.size(); number++) {
                Row.OfInteraction event = events.get(number);
                FieldError fault = fault(domain, event, items);
                if (fault == null) {
                    append(staged.append(number), domain, event, users.get(event.user()), items.get(event.item()));
                    untimed |= event.at() == null;
                    valid++;
                } else {
                    refused.add(new Row.Refused(event.origin(), fault.field(), fault.message(), event.user()));
                }
            }
            statement.execute(STAGING);
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new StringReader(staged.toString()));
            if (untimed) {
                dateUntimed(connection);
            }
            long added = count(statement);
            long contradictions = added == valid ? 0 : refuseContradictions(statement, events, refused);
            return new ImportJobs.Taken(valid - contradictions, valid - contradictions - added);
        } catch (SQLException | IOException e) {
            throw new ImportException("the database refused a chunk of events: " + e.getMessage(), e);
        }
    }

    private void dateUntimed(Connection connection) throws SQLException {
        try (Statement drop = connection.createStatement();
                PreparedStatement date = connection.prepareStatement(DATE_UNTIMED)) {
            drop.execute(DROP_UNTIMED);
            date.setTimestamp(1, Timestamp.from(clock.instant()));
            date.execute();
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(INSERT)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long refuseContradictions(
            Statement statement, List<Row.OfInteraction> events, List<Row.Refused> refused) throws SQLException {
        long found = 0;
        try (ResultSet row = statement.executeQuery(CONTRADICTIONS)) {
            for (; row.next(); found++) {
                Row.OfInteraction event = events.get(row.getInt(1));
                refused.add(new Row.Refused(
                        event.origin(),
                        event.rating() == null ? "liked" : "rating",
                        "contradicts another verdict of this user on this item at the same time; the first one stays",
                        event.user()));
            }
        }
        return found;
    }

    private FieldError fault(Domain domain, Row.OfInteraction event, Map<String, UUID> items) {
        Faults faults = new Faults();
        var input = new Interaction.Input(
                "x", event.user(), domain.name(), event.item(), event.liked(), event.rating(), event.at(), null, null);
        input.check(faults, clock.instant());
        if (event.reason() != null) {
            faults.requiredText("reason", event.reason(), 2000);
        }
        if (faults.isEmpty()) {
            input.verdict(faults, domain);
            faults.check(
                    items.containsKey(event.item()),
                    "item",
                    "'" + event.item() + "' is not in the domain '" + domain.name() + "'");
        }
        return faults.isEmpty() ? null : faults.errors().getFirst();
    }

    private static void append(StringBuilder to, Domain domain, Row.OfInteraction event, UUID user, UUID item) {
        boolean liked = event.rating() == null ? event.liked() : event.rating() > domain.likeThreshold();
        to.append('\t')
                .append(user)
                .append('\t')
                .append(item)
                .append('\t')
                .append(liked ? 't' : 'f')
                .append('\t');
        to.append(event.rating() == null ? "\\N" : event.rating().toString())
                .append('\t')
                .append(event.at() == null ? "\\N" : event.at().truncatedTo(ChronoUnit.MICROS))
                .append('\t');
        to.append(event.reason() == null ? "\\N" : escaped(event.reason())).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    private static Map<String, UUID> items(Connection connection, UUID domain, List<Row.OfInteraction> events)
            throws SQLException {
        String sql =
                "SELECT external_id, id FROM item WHERE domain_id = ? AND external_id = ANY (?) AND retired_at IS NULL";
        return ids(connection, sql, domain, events.stream().map(Row.OfInteraction::item));
    }

    private static Map<String, UUID> users(Connection connection, String namespace, List<Row.OfInteraction> events)
            throws SQLException {
        Object[] names = storable(events.stream().map(Row.OfInteraction::user));
        String insert = """
                INSERT INTO app_user (namespace, external_id) SELECT ?, name FROM unnest(?) AS name
                WHERE NOT EXISTS (SELECT 1 FROM app_user WHERE namespace = ? AND external_id = name)
                ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, namespace);
            statement.setArray(2, connection.createArrayOf("text", names));
            statement.setString(3, namespace);
            statement.executeUpdate();
        }
        String sql = "SELECT external_id, id FROM app_user WHERE namespace = ? AND external_id = ANY (?)";
        return ids(connection, sql, namespace, events.stream().map(Row.OfInteraction::user));
    }

    private static Map<String, UUID> ids(Connection connection, String sql, Object owner, Stream<String> names)
            throws SQLException {
        Map<String, UUID> ids = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Array array = connection.createArrayOf("text", storable(names));
            statement.setObject(1, owner);
            statement.setArray(2, array);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getObject(2, UUID.class));
                }
            }
        }
        return ids;
    }

    /** Distinct names that could be ids at all; the others are refused later, each in its row. */
    private static Object[] storable(Stream<String> names) {
        return names.distinct()
                .filter(name -> new Faults().id("id", name).isEmpty())
                .toArray();
    }
}
