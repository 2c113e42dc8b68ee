package io.explainrec.recommend;

import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.MadeShop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Puts a made shop into the database, and takes it out. Its times lie behind everybody else's, so that it is the newest. */
public final class MadeShopTables {
    public static final String NAMESPACE = "made";

    private final DataSource database;

    public MadeShopTables(DataSource database) {
        this.database = database;
    }

    /** Each domain has one item more, {@code unknown}, that nobody spoke of. */
    public void put(MadeShop shop) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO domain (name, title, like_threshold, rating_low, rating_high) VALUES ('"
                    + MadeShop.FILMS + "', 'Films', 3, 1, 5), ('" + MadeShop.BOOKS
                    + "', 'Books', NULL, NULL, NULL)");
            for (int i = 0; i < MadeShop.items(); i++) {
                item(connection, MadeShop.item(i), attributes(i));
            }
            item(connection, new ItemName(MadeShop.FILMS, "unknown"), "{}");
            item(connection, new ItemName(MadeShop.BOOKS, "unknown"), "{}");
            users(connection, shop.people);
            interactions(connection, shop.events);
        }
    }

    private static String attributes(int item) {
        return MadeShop.attributes(item).entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": [\"" + String.join("\", \"", entry.getValue()) + "\"]")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static void item(Connection connection, ItemName name, String attributes) throws SQLException {
        String sql = "INSERT INTO item (domain_id, external_id, title, attributes)"
                + " SELECT id, ?, 'Item', ?::jsonb FROM domain WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.id());
            statement.setString(2, attributes);
            statement.setString(3, name.domain());
            statement.executeUpdate();
        }
    }

    private static void users(Connection connection, List<Person> people) throws SQLException {
        String sql =
                "INSERT INTO app_user (namespace, external_id, age_band, gender, occupation) VALUES (?, ?, ?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int u = 0; u < people.size(); u++) {
                statement.setString(1, NAMESPACE);
                statement.setString(2, "u" + u);
                statement.setString(3, people.get(u).ageBand());
                statement.setString(4, people.get(u).gender());
                statement.setString(5, people.get(u).occupation());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void interactions(Connection connection, List<MadeShop.Event> events) throws SQLException {
        String sql = """
                INSERT INTO interaction (user_id, item_id, liked, rating, occurred_at)
                SELECT u.id, i.id, ?, ?, ? FROM app_user u, item i JOIN domain d ON d.id = i.domain_id
                WHERE u.namespace = ? AND u.external_id = ? AND d.name = ? AND i.external_id = ?
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (MadeShop.Event event : events) {
                ItemName name = MadeShop.item(event.item());
                statement.setBoolean(1, event.liked());
                statement.setObject(2, event.rating(), java.sql.Types.REAL);
                statement.setTimestamp(3, Timestamp.from(event.at()));
                statement.setString(4, NAMESPACE);
                statement.setString(5, "u" + event.user());
                statement.setString(6, name.domain());
                statement.setString(7, name.id());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** All of it, and what was fitted on it. */
    public void remove() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM decision_layer");
            statement.execute("DELETE FROM app_user WHERE namespace = '" + NAMESPACE + "'");
            String domains =
                    "(SELECT id FROM domain WHERE name IN ('" + MadeShop.FILMS + "', '" + MadeShop.BOOKS + "'))";
            statement.execute("DELETE FROM item_embedding WHERE item_id IN (SELECT id FROM item WHERE domain_id IN "
                    + domains + ")");
            statement.execute("DELETE FROM item WHERE domain_id IN " + domains);
            statement.execute("DELETE FROM domain WHERE id IN " + domains);
        }
    }
}
