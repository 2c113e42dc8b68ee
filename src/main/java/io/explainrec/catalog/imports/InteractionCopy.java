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
import java.time.Clock;
import java.time.Instant;
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
                user_id uuid, item_id uuid, liked boolean, rating real, occurred_at timestamptz, reason text
            ) ON COMMIT DELETE ROWS
            """;
    private static final String COPY =
            "COPY staged_interaction (user_id, item_id, liked, rating, occurred_at, reason) FROM STDIN";
    private static final String INSERT = """
            INSERT INTO interaction (user_id, item_id, liked, rating, occurred_at)
            SELECT user_id, item_id, liked, rating, occurred_at FROM staged_interaction
            ON CONFLICT (user_id, item_id, occurred_at) DO NOTHING
            """;
    private static final String INSERT_WITH_REASONS = """
            WITH added AS (
            """ + INSERT + """
            RETURNING id, user_id, item_id, occurred_at)
            INSERT INTO reason (interaction_id, text, provenance, reasoned_at)
            SELECT a.id, s.reason, 'stated', s.occurred_at
            FROM added a JOIN staged_interaction s USING (user_id, item_id, occurred_at) WHERE s.reason IS NOT NULL
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
     * @param refused takes those that are not valid
     * @return how many were valid
     */
    long copy(Domain domain, String namespace, List<Row.OfInteraction> events, List<Row.Refused> refused) {
        if (events.isEmpty()) {
            return 0;
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            Map<String, UUID> items = items(connection, domain.id(), events);
            Map<String, UUID> users = users(connection, namespace, events);
            StringBuilder staged = new StringBuilder(events.size() * 120);
            long valid = 0;
            boolean reasons = false;
            for (Row.OfInteraction event : events) {
                FieldError fault = fault(domain, event, items);
                if (fault != null) {
                    refused.add(new Row.Refused(event.origin(), fault.field(), fault.message()));
                    continue;
                }
                append(staged, domain, event, users.get(event.user()), items.get(event.item()));
                reasons |= event.reason() != null;
                valid++;
            }
            statement.execute(STAGING);
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new StringReader(staged.toString()));
            statement.execute(reasons ? INSERT_WITH_REASONS : INSERT);
            return valid;
        } catch (SQLException | IOException e) {
            throw new ImportException("the database refused a chunk of events: " + e.getMessage(), e);
        }
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

    private void append(StringBuilder to, Domain domain, Row.OfInteraction event, UUID user, UUID item) {
        boolean liked = event.rating() == null ? event.liked() : event.rating() > domain.likeThreshold();
        Instant at = (event.at() == null ? clock.instant() : event.at()).truncatedTo(ChronoUnit.MICROS);
        to.append(user)
                .append('\t')
                .append(item)
                .append('\t')
                .append(liked ? 't' : 'f')
                .append('\t');
        to.append(event.rating() == null ? "\\N" : event.rating().toString())
                .append('\t')
                .append(at)
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
