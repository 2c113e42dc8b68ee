package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.knowledge.Counting.Counted;
import io.explainrec.knowledge.Counting.Row;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.installation.Secrets;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of odd shops: each in tables of its own, apart from other tests' shops. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class CountingQuarkusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Rules RULES = new Rules(20, 0.05, 0.03, 20, 100, true);
    private static final Rules WITHOUT_DEMOGRAPHICS = new Rules(20, 0.05, 0.03, 20, 100, false);

    @Inject
    Counting counting;

    @Inject
    Secrets secrets;

    @Inject
    DataSource database;

    private ApartShop shop;

    @BeforeEach
    void makeTables() throws SQLException {
        secrets.write(Counting.SECRET, "the same noise in every run");
        shop = ApartShop.make(database);
    }

    @AfterEach
    void dropTables() throws SQLException {
        shop.close();
    }

    @Test
    void ofAnEmptyShopNothingIsSaid() throws SQLException {
        assertThat(count(RULES)).isEqualTo(new Counted(0, 0, null, List.of()));
    }

    @Test
    void demographicsThatAreSwitchedOffAreAsIfNobodyHadAny() throws SQLException {
        shop.execute(ApartShop.SHOP);
        assertThat(count(RULES).rows()).anyMatch(Row::sensitive).anyMatch(Row::finding);
        Counted switchedOff = count(WITHOUT_DEMOGRAPHICS);
        assertThat(switchedOff.rows())
                .isNotEmpty()
                .noneMatch(Row::sensitive)
                .noneMatch(row -> row.given() instanceof Condition.Group group && !group.isEverybody());
        shop.execute("UPDATE app_user SET age_band = NULL, gender = NULL, occupation = NULL");
        assertThat(count(RULES)).isEqualTo(switchedOff);
    }

    @Test
    void whoTellsAPartOfTheirDemographicsIsInTheCellsThatItNames() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute("UPDATE app_user SET age_band = NULL WHERE gender = 'female'");
        shop.execute("UPDATE app_user SET occupation = NULL");
        assertThat(groups(count(RULES)))
                .containsOnly(
                        Condition.Group.EVERYBODY,
                        new Condition.Group("old", null, null),
                        new Condition.Group("young", null, null),
                        new Condition.Group("old", "male", null),
                        new Condition.Group("young", "male", null));
    }

    @Test
    void newWordsAreSaidOnceEnoughPeopleStandBehindThem() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute(
                "INSERT INTO item (domain_id, external_id, title) SELECT id, 'bare', 'Without attributes' FROM domain");
        shop.execute("UPDATE item SET attributes = '{\"genre\": [\"opera\", \"genre 1\"], \"sung by\": [\"nobody\"]}'"
                + " WHERE external_id = 'bare' AND domain_id = (SELECT id FROM domain WHERE name = 'films')");
        String sing =
                "INSERT INTO interaction (user_id, item_id, liked, occurred_at) SELECT u.id, i.id, true, '2025-03-01'"
                        + " FROM app_user u, item i WHERE i.external_id = 'bare' AND u.external_id::int %s";
        shop.execute(sing.formatted("< 20"));
        shop.execute("UPDATE app_user SET age_band = 'from elsewhere' WHERE external_id::int < 20");
        Counted few = count(RULES);
        assertThat(few.rows()).noneMatch(row -> row.subject().value().matches("opera|nobody"));
        assertThat(groups(few)).noneMatch(group -> "from elsewhere".equals(group.age()));

        shop.execute(sing.formatted("BETWEEN 20 AND 25"));
        shop.execute("UPDATE app_user SET age_band = 'from elsewhere' WHERE external_id::int BETWEEN 20 AND 25");
        Counted enough = count(RULES);
        assertThat(enough.rows())
                .anyMatch(row -> row.subject().equals(new Subject("films", "genre", "opera")))
                .anyMatch(row -> row.subject().equals(new Subject("films", "sung by", "nobody")));
        assertThat(groups(enough)).contains(new Condition.Group("from elsewhere", null, null));
    }

    @Test
    void whatHasNotHappenedYetIsLeftOutUntilItsTimeComes() throws SQLException {
        shop.execute(ApartShop.SHOP);
        Counted before = count(RULES);
        shop.execute("INSERT INTO interaction (user_id, item_id, liked, occurred_at)"
                + " SELECT u.id, i.id, true, '2090-06-01' FROM app_user u, item i WHERE i.external_id = '1'");
        assertThat(count(RULES)).isEqualTo(before);

        Instant then = Instant.parse("2091-01-01T00:00:00Z");
        Counted incremental = counting.count(shop.connection(), RULES, then, false);
        assertThat(incremental.interactions()).isEqualTo(before.interactions() + 400);
        assertThat(incremental).isEqualTo(counting.count(shop.connection(), RULES, then, true));
        assertThat(count(RULES)).as("the clock went back").isEqualTo(before);
    }

    @Test
    void timesLongPastDoNotMoveWhatIsLate() throws SQLException {
        shop.execute(ApartShop.SHOP);
        Counted before = count(RULES);
        shop.execute("INSERT INTO interaction (user_id, item_id, liked, occurred_at) SELECT u.id, i.id, true, at"
                + " FROM app_user u, item i, unnest('{1969-12-31T23:59:59Z, 0001-01-01T00:00:00Z}'::timestamptz[]) AS at"
                + " WHERE u.external_id = '1' AND i.external_id = '1'");
        Counted after = count(RULES);
        assertThat(after.span())
                .isEqualTo(new Counting.Span(
                        12, before.span().last(), before.span().peopled()));
        assertThat(after.rows().stream().map(row -> row.kind() + " " + row.subject()))
                .containsAll(before.rows().stream()
                        .map(row -> row.kind() + " " + row.subject())
                        .toList());
    }

    @Test
    void whoLikesOneThingThousandsOfTimesInAMonthIsCounted() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute(
                "INSERT INTO interaction (user_id, item_id, liked, occurred_at) SELECT u.id, i.id, true, timestamptz"
                        + " '2025-03-01Z' + k * interval '1 minute' FROM app_user u, item i, generate_series(1, 3000) AS k"
                        + " WHERE (u.external_id, i.title) = ('1', 'films1')");
        assertThat(count(RULES).rows()).isNotEmpty();
    }

    @Test
    void monthsAreOfTheSameZoneWhateverTheSessionsIs() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute(
                "UPDATE interaction SET occurred_at = date_trunc('month', occurred_at, 'UTC') + interval '1 hour'");
        Counted utc = count(RULES);
        shop.execute("SET TIME ZONE 'America/Los_Angeles'");
        Counted elsewhere = counting.count(shop.connection(), RULES, NOW, true);
        shop.execute("RESET TIME ZONE");
        assertThat(elsewhere).isEqualTo(utc);
    }

    /** Two of twenty in another month than a thousand opinions do not make its complement large enough to be told. */
    @Test
    void theOtherMonthsOfFewPeopleAreNotTold() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute("UPDATE interaction SET occurred_at = occurred_at - (extract(month FROM occurred_at AT TIME ZONE"
                + " 'UTC') - 1) * interval '31 days'");
        shop.execute("DELETE FROM interaction WHERE extract(month FROM occurred_at AT TIME ZONE 'UTC') <> 1");
        String also = "INSERT INTO interaction (user_id, item_id, liked, occurred_at) SELECT u.id, i.id, true,"
                + " make_date(2025, m, 15) FROM app_user u, item i, generate_series(2, 12) AS m WHERE"
                + " u.external_id::int %s";
        shop.execute(also.formatted("<= 5"));
        assertThat(count(RULES).rows()).noneMatch(row -> row.kind() == KnowledgeKind.SEASON);
        shop.execute(also.formatted("BETWEEN 6 AND 25"));
        assertThat(count(RULES).rows()).anyMatch(row -> row.kind() == KnowledgeKind.SEASON);
    }

    @Test
    void wordsTakeNumbersOnce() throws SQLException {
        shop.execute(ApartShop.SHOP);
        count(RULES);
        count(RULES);
        shop.execute(
                "UPDATE item SET attributes = '{\"genre\": [\"late\"]}', content_version = 2 WHERE external_id = '1'");
        count(RULES);
        assertThat(number("SELECT max(id) FROM kb_value")).isEqualTo(number("SELECT count(*) FROM kb_value"));
    }

    /** Where nothing came with a time, the order of arrival says what was first. */
    @Test
    void theFirstInteractionsAreCountedWhereAllHaveOneTime() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute("UPDATE interaction SET occurred_at = '2025-06-01Z'");
        count(RULES);
        int half = number("SELECT count(*) / 2 FROM interaction");
        Counted first = counting.first(shop.connection(), RULES, half);
        assertThat(first.interactions()).isEqualTo(half);
        shop.execute("DELETE FROM interaction WHERE seq > (SELECT seq FROM interaction ORDER BY seq OFFSET "
                + (half - 1) + " LIMIT 1)");
        assertThat(first).isEqualTo(count(RULES));
    }

    @Test
    void whoIsErasedDuringABuildIsNotCountedAndDoesNotEndIt() throws Exception {
        shop.execute(ApartShop.SHOP);
        count(RULES);
        try (Connection other = other()) {
            other.setAutoCommit(false);
            erase(other, 1);
            CompletableFuture<Counted> build = anew();
            awaitWaiting();
            other.commit();
            assertThat(build.get(60, TimeUnit.SECONDS)).isEqualTo(count(RULES));
        }
        assertThat(count(RULES).people()).isEqualTo(199);
    }

    /** As where a demo shop is removed meanwhile: what was to get a key for its noise is gone. */
    @Test
    void aValueThatGoesDuringABuildDoesNotEndIt() throws Exception {
        shop.execute(ApartShop.SHOP);
        count(RULES);
        shop.execute("UPDATE kb_value SET noise_key = NULL");
        try (Connection other = other();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("DELETE FROM apart.kb_value WHERE value = 'genre 3'");
            CompletableFuture<Counted> build = anew();
            awaitWaiting();
            other.commit();
            assertThat(build.get(60, TimeUnit.SECONDS).rows())
                    .isNotEmpty()
                    .noneMatch(row -> row.subject().value().equals("genre 3"));
        }
    }

    /** What follows the counting of people takes long, and holds none of their rows. */
    @Test
    void anErasureDoesNotWaitForTheWholeBuild() throws Exception {
        shop.execute(ApartShop.SHOP);
        count(RULES);
        try (Connection reader = other();
                Connection other = other()) {
            reader.setAutoCommit(false);
            try (Statement statement = reader.createStatement()) {
                // Domains are read by what follows alone.
                statement.execute("LOCK TABLE apart.domain IN ACCESS EXCLUSIVE MODE");
            }
            CompletableFuture<Counted> build = anew();
            awaitWaiting();
            erase(other, 1);
            reader.commit();
            build.get(60, TimeUnit.SECONDS);
        }
        assertThat(count(RULES).people()).isEqualTo(199);
    }

    @Test
    void anEarlierTimeIsCountedAsItWasThenAndNothingIsKeptOfIt() throws SQLException {
        shop.execute(ApartShop.SHOP);
        Counted now = count(RULES);
        Instant then = Instant.parse("2025-01-01T00:00:00Z");
        Counted past = counting.past(shop.connection(), RULES, then);
        assertThat(count(RULES)).as("counted from what was kept").isEqualTo(now);

        shop.execute("DELETE FROM interaction WHERE occurred_at > '2025-01-01Z'");
        assertThat(past).isEqualTo(count(RULES)).isNotEqualTo(now);
    }

    private Counted count(Rules rules) throws SQLException {
        return counting.count(shop.connection(), rules, NOW, false);
    }

    private static List<Condition.Group> groups(Counted counted) {
        return counted.rows().stream()
                .map(Row::given)
                .filter(Condition.Group.class::isInstance)
                .map(Condition.Group.class::cast)
                .toList();
    }

    private CompletableFuture<Counted> anew() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return counting.count(shop.connection(), RULES, NOW, true);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Connection other() throws SQLException {
        Connection other = database.getConnection();
        try (Statement statement = other.createStatement()) {
            statement.execute("SET lock_timeout = '10s'");
        }
        return other;
    }

    private static void erase(Connection connection, int person) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : List.of("kb_person", "interaction")) {
                statement.execute(
                        "DELETE FROM apart.%s WHERE user_id = (SELECT id FROM apart.app_user WHERE external_id = '%d')"
                                .formatted(table, person));
            }
            statement.execute("DELETE FROM apart.app_user WHERE external_id = '" + person + "'");
        }
    }

    /** Until a build waits for a lock. */
    private void awaitWaiting() throws SQLException {
        try (Connection watcher = database.getConnection();
                Statement statement = watcher.createStatement()) {
            boolean waits = false;
            for (long begin = System.nanoTime(); !waits; ) {
                assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(60));
                try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
                    row.next();
                    waits = row.getBoolean(1);
                }
            }
        }
    }

    private int number(String sql) throws SQLException {
        try (Statement statement = shop.connection().createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
