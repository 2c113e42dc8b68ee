package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.KnowledgeTables;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What an evaluation counts of files is what a shop counts of the same interactions. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class CountedPastQuarkusTest {
    private static final Rules RULES = new Rules(20, 0.05, 0.03, 20, 100, true);
    private static final String SECRET = "the same noise on both sides";

    /** No two interactions at one time, so that a past ends between two of them. */
    private static final String APART_IN_TIME = """
            UPDATE interaction n SET occurred_at = n.occurred_at + make_interval(secs => place) FROM (
              SELECT id, row_number() OVER (PARTITION BY occurred_at ORDER BY id) AS place FROM interaction) AS p WHERE p.id = n.id
            """;

    @Inject
    DataSource database;

    private final Map<String, Person> people = new HashMap<>();
    private final Map<String, ItemName> names = new HashMap<>();

    @Test
    void filesAndShopAreCountedAlike() throws SQLException {
        KnowledgeTables whole;
        KnowledgeTables half;
        DataSet data;
        try (ApartShop shop = ApartShop.make(database)) {
            shop.execute(ApartShop.SHOP);
            shop.execute(APART_IN_TIME);
            data = read(shop.connection());
            Counting counting = new Counting(() -> SECRET);
            whole = AsEvidence.of(counting.count(shop.connection(), RULES, Instant.parse("2026-01-01T00:00:00Z"), true)
                    .rows());
            half = AsEvidence.of(
                    counting.past(shop.connection(), RULES, end(data.first(50).interactions()))
                            .rows());
        }
        assertThat(whole.groups()).isNotEmpty();
        assertThat(whole.favourites()).isNotEmpty();
        assertThat(whole.months()).isNotEmpty();
        // Left open to the pool, its temporary tables would hide other tests' tables.
        try (Connection connection = database.getConnection()) {
            CountedPast counted = new CountedPast(connection, data, RULES, SECRET);
            assertThat(counted.of(data.first(50).interactions())).isEqualTo(half);
            assertThat(counted.of(data.interactions())).isEqualTo(whole);
            assertThat(counted.of(data.interactions().slice(0, 0)).subjects()).isEmpty();
            try (Statement statement = connection.createStatement()) {
                statement.execute("DISCARD TEMP");
            }
        }
    }

    private static Instant end(Interactions past) {
        return Instant.ofEpochSecond(past.second(past.size() - 1));
    }

    private DataSet read(Connection connection) throws SQLException {
        InteractionsBuilder builder = new InteractionsBuilder();
        String sql = """
                SELECT u.external_id, u.age_band, u.gender, u.occupation, d.name, i.external_id, i.attributes->'genre'->>0, n.liked,
                       n.occurred_at
                FROM interaction n JOIN app_user u ON u.id = n.user_id JOIN item i ON i.id = n.item_id JOIN domain d ON d.id = i.domain_id
                ORDER BY 9
                """;
        Map<String, String> genres = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                people.put(row.getString(1), new Person(row.getString(2), row.getString(3), row.getString(4)));
                String item = row.getString(5) + row.getString(6);
                names.put(item, new ItemName(row.getString(5), row.getString(6)));
                genres.put(item, row.getString(7));
                builder.add(
                        row.getString(1),
                        item,
                        row.getBoolean(8),
                        Float.NaN,
                        row.getTimestamp(9).toInstant());
            }
        }
        Interactions all = builder.build();
        return new DataSet(
                all,
                IntStream.range(0, all.items())
                        .mapToObj(all::itemName)
                        .map(item -> new DataSet.ItemFacts(
                                names.get(item), item, Map.of("genre", List.of(genres.get(item))), ""))
                        .toList(),
                IntStream.range(0, all.users())
                        .mapToObj(u -> people.get(all.userName(u)))
                        .toList(),
                Map.of(),
                null);
    }
}
