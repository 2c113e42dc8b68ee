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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        assertThat(after.span()).isEqualTo(new Counting.Span(12, before.span().last()));
        assertThat(after.rows().stream().map(row -> row.kind() + " " + row.subject()))
                .containsAll(before.rows().stream()
                        .map(row -> row.kind() + " " + row.subject())
                        .toList());
    }

    /** Who knows two snapshots, and that one person alone went between them, cannot tell what that person thought. */
    @Test
    void whoSubtractsTwoSnapshotsLearnsLittleOfOnePerson() throws SQLException {
        shop.execute(ApartShop.SHOP);
        Map<Subject, Statistics> with = ofEverybody(count(RULES));
        int asked = 0;
        int right = 0;
        for (int person = 1; person <= 20; person++) {
            Map<Subject, Boolean> opinions = opinions(person);
            shop.execute("DELETE FROM interaction WHERE user_id = (SELECT id FROM app_user WHERE external_id = '"
                    + person + "')");
            Map<Subject, Statistics> without = ofEverybody(count(RULES));
            for (var opinion : opinions.entrySet()) {
                Statistics before = with.get(opinion.getKey());
                Statistics after = without.get(opinion.getKey());
                assertThat(before.support() % 5).isZero();
                if (before.rate() != after.rate()) {
                    asked++;
                    // Their part raised the rate, so they liked it?
                    right += before.rate() > after.rate() == opinion.getValue() ? 1 : 0;
                }
            }
            with = without;
        }
        assertThat(asked).isGreaterThan(100);
        assertThat((double) right / asked).as("of %d guesses", asked).isBetween(0.3, 0.7);
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

    private static Map<Subject, Statistics> ofEverybody(Counted counted) {
        Map<Subject, Statistics> said = new HashMap<>();
        counted.rows().stream()
                .filter(row -> row.given().equals(Condition.Group.EVERYBODY))
                .forEach(row -> said.put(row.subject(), row.statistics()));
        return said;
    }

    /** Whether a person's share of likes of a value lies above everybody's. */
    private Map<Subject, Boolean> opinions(int person) throws SQLException {
        Map<Subject, Boolean> opinions = new HashMap<>();
        try (Statement statement = shop.connection().createStatement();
                ResultSet row = statement.executeQuery("""
                        WITH said AS (
                          SELECT u.external_id = '%d' AS own, u.id, d.name, i.attributes->'genre'->>0 AS value, avg(n.liked::int) AS share
                          FROM app_user u JOIN interaction n ON n.user_id = u.id JOIN item i ON i.id = n.item_id
                            JOIN domain d ON d.id = i.domain_id GROUP BY u.id, d.name, value)
                        SELECT name, value, avg(share) FILTER (WHERE own) > avg(share) FROM said GROUP BY name, value
                        HAVING avg(share) FILTER (WHERE own) IS NOT NULL
                        """.formatted(person))) {
            while (row.next()) {
                opinions.put(new Subject(row.getString(1), "genre", row.getString(2)), row.getBoolean(3));
            }
        }
        return opinions;
    }
}
