package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Interaction;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.FieldError;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
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
    private static final String DROP_KNOWN_UNTIMED = """
            DELETE FROM staged_interaction s WHERE s.occurred_at IS NULL AND (s.liked, coalesce(s.rating, 'NaN')) =
              (SELECT n.liked, coalesce(n.rating, 'NaN') FROM interaction n
               WHERE n.user_id = s.user_id AND n.item_id = s.item_id ORDER BY n.occurred_at DESC, n.seq DESC LIMIT 1)
            """;

    private static final String DATE_UNTIMED =
            "UPDATE staged_interaction SET occurred_at = ? WHERE occurred_at IS NULL";

    /** What an import says first, without a time, of a user and an item. */
    private static final String KEEP_FIRST = """
            INSERT INTO import_verdict (user_id, item_id, job_id, liked, rating)
            SELECT DISTINCT ON (user_id, item_id) user_id, item_id, ?, liked, rating FROM staged_interaction
            WHERE occurred_at IS NULL ORDER BY user_id, item_id, number ON CONFLICT DO NOTHING
            """;

    // Below, a row is looked up by a subquery of its own: as a join, the planner, which knows nothing of a table that
    // was
    // filled just now, could read all events that there are.
    private static final String DROP_CONTRADICTING_FIRST = """
            DELETE FROM staged_interaction s WHERE s.occurred_at IS NULL AND (s.liked, coalesce(s.rating, 'NaN')) <>
              (SELECT v.liked, coalesce(v.rating, 'NaN') FROM import_verdict v
               WHERE v.user_id = s.user_id AND v.item_id = s.item_id AND v.job_id = ?)
            RETURNING s.number
            """;

    private static final String INSERT = """
            WITH added AS (
              INSERT INTO interaction (user_id, item_id, liked, rating, occurred_at)
              SELECT user_id, item_id, liked, rating, occurred_at FROM staged_interaction ORDER BY number
              ON CONFLICT (user_id, item_id, occurred_at) DO NOTHING
              RETURNING id, user_id, item_id, liked, rating, occurred_at),
            reasoned AS (
              INSERT INTO reason (interaction_id, text, provenance, reasoned_at)
              SELECT DISTINCT ON (id) id, reason, 'stated', occurred_at
              FROM (SELECT a.id, s.reason, s.occurred_at, s.number,
                           (s.liked, coalesce(s.rating, 'NaN')) = (a.liked, coalesce(a.rating, 'NaN')) AS same
                    FROM added a JOIN staged_interaction s USING (user_id, item_id, occurred_at)
                    WHERE s.reason IS NOT NULL OFFSET 0) AS told -- apart, or the planner expects next to nothing of the join
              WHERE same ORDER BY id, number)
            SELECT count(*) FROM added
            """;
    private static final String CONTRADICTIONS = """
            SELECT s.number FROM staged_interaction s WHERE (s.liked, coalesce(s.rating, 'NaN')) <>
              (SELECT n.liked, coalesce(n.rating, 'NaN') FROM interaction n
               WHERE n.user_id = s.user_id AND n.item_id = s.item_id AND n.occurred_at = s.occurred_at)
            ORDER BY s.number
            """;

    private final DataSource database;
    private final Clock clock;

    InteractionCopy(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Brings the events in, in the caller's transaction. Those without a time have that of the run's beginning; of several on
     * one user and item, the first of the whole run counts.
     *
     * @param refused takes those that are not valid, or contradict one that is in
     */
    ImportJobs.Taken copy(
            ImportRun run,
            TargetDomains domains,
            String namespace,
            List<Row.OfInteraction> events,
            List<Row.Refused> refused) {
        if (events.isEmpty()) {
            return new ImportJobs.Taken(0, 0);
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            Map<String, Map<String, UUID>> items = items(connection, domains, events);
            List<Integer> good = new ArrayList<>();
            for (int number = 0; number < events.size(); number++) {
                Row.OfInteraction event = events.get(number);
                Domain domain = domains.find(event.domain());
                FieldError fault = domain == null
                        ? domains.unknown(event.domain())
                        : fault(domain, event, items.get(domain.name()));
                if (fault == null) {
                    good.add(number);
                } else {
                    refused.add(new Row.Refused(event.origin(), fault.field(), fault.message(), event.user()));
                }
            }
            Map<String, UUID> users = users(connection, namespace, good.stream().map(events::get));
            StringBuilder staged = new StringBuilder(good.size() * 120);
            for (int number : good) {
                Row.OfInteraction event = events.get(number);
                Domain domain = domains.find(event.domain());
                UUID item = items.get(domain.name()).get(event.item());
                append(staged.append(number), domain, event, users.get(event.user()), item);
            }
            long valid = good.size();
            boolean untimed =
                    good.stream().anyMatch(number -> events.get(number).at() == null);
            statement.execute(STAGING);
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new StringReader(staged.toString()));
            if (untimed) {
                valid -= settleUntimed(connection, run, events, refused);
            }
            long added = count(statement);
            if (added < valid) {
                try (ResultSet numbers = statement.executeQuery(CONTRADICTIONS)) {
                    valid -= refuse(
                            numbers, "another verdict of this user on this item at the same time", events, refused);
                }
            }
            return new ImportJobs.Taken(valid, valid - added);
        } catch (SQLException | IOException e) {
            throw new ImportException("the database refused a chunk of events: " + e.getMessage(), e);
        }
    }

    /** How many were refused. */
    private static long settleUntimed(
            Connection connection, ImportRun run, List<Row.OfInteraction> events, List<Row.Refused> refused)
            throws SQLException {
        try (PreparedStatement keep = connection.prepareStatement(KEEP_FIRST);
                PreparedStatement contradicting = connection.prepareStatement(DROP_CONTRADICTING_FIRST);
                Statement known = connection.createStatement();
                PreparedStatement date = connection.prepareStatement(DATE_UNTIMED)) {
            keep.setObject(1, run.id());
            keep.execute();
            contradicting.setObject(1, run.id());
            long found;
            try (ResultSet numbers = contradicting.executeQuery()) {
                found = refuse(numbers, "what this import says of this user and item before it", events, refused);
            }
            known.execute(DROP_KNOWN_UNTIMED);
            date.setTimestamp(1, Timestamp.from(run.begun()));
            date.execute();
            return found;
        }
    }

    private static long count(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(INSERT)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long refuse(
            ResultSet numbers, String contradicted, List<Row.OfInteraction> events, List<Row.Refused> refused)
            throws SQLException {
        long found = 0;
        for (; numbers.next(); found++) {
            Row.OfInteraction event = events.get(numbers.getInt(1));
            refused.add(new Row.Refused(
                    event.origin(),
                    event.rating() == null ? "liked" : "rating",
                    "contradicts " + contradicted + "; the first one stays",
                    event.user()));
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

    /** Ids of items by the domain's name and their own. */
    private static Map<String, Map<String, UUID>> items(
            Connection connection, TargetDomains domains, List<Row.OfInteraction> events) throws SQLException {
        String sql = "SELECT external_id, id FROM item WHERE domain_id = ? AND external_id = ANY (?)";
        Map<String, Map<String, UUID>> items = new HashMap<>();
        for (Domain domain : domains.byName().values()) {
            Stream<String> names = events.stream()
                    .filter(event -> domain.equals(domains.find(event.domain())))
                    .map(Row.OfInteraction::item);
            items.put(domain.name(), ids(connection, sql, domain.id(), storable(names)));
        }
        return items;
    }

    /**
     * Ids of the events' users by their names, made where there are none. They are locked until the chunk is in: an erasure waits for its
     * end. Of a user whose erasure is under way its end is waited for, and they are made anew. No deadlock comes of it: an erasure locks
     * one user, before all else.
     */
    private static Map<String, UUID> users(Connection connection, String namespace, Stream<Row.OfInteraction> events)
            throws SQLException {
        String sql = "SELECT external_id, id FROM app_user WHERE namespace = ? AND external_id = ANY (?)"
                + " ORDER BY external_id FOR KEY SHARE";
        Map<String, UUID> users = new HashMap<>();
        Set<String> names = events.map(Row.OfInteraction::user).collect(Collectors.toCollection(TreeSet::new));
        while (true) {
            users.putAll(ids(connection, sql, namespace, names));
            names.removeAll(users.keySet());
            if (names.isEmpty()) {
                return users;
            }
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO app_user (namespace, external_id)"
                    + " SELECT ?, name FROM unnest(?) AS name ON CONFLICT DO NOTHING")) {
                insert.setString(1, namespace);
                insert.setArray(2, connection.createArrayOf("text", names.toArray()));
                insert.executeUpdate();
            }
        }
    }

    private static Map<String, UUID> ids(Connection connection, String sql, Object owner, Set<String> names)
            throws SQLException {
        Map<String, UUID> ids = new HashMap<>();
        if (names.isEmpty()) {
            return ids;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, owner);
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getObject(2, UUID.class));
                }
            }
        }
        return ids;
    }

    /** Distinct names that could be ids at all, in order; the others are refused later, each in its row. */
    private static Set<String> storable(Stream<String> names) {
        return names.filter(name -> new Faults().id("id", name).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
