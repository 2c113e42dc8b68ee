package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.knowledge.Counting.Row;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Effects of known sign and size in shops made for them, and what looks like one and is none. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class EffectsQuarkusTest extends CountedShop {
    private static final Condition OLD = new Condition.Group("old", null, null);
    private static final Condition LATELY = new Condition.Lately(12);

    @BeforeEach
    void fillShop() throws SQLException {
        shop.execute("""
                CREATE FUNCTION apart.chance(text) RETURNS float8 LANGUAGE sql RETURN (hashtextextended($1, 1) & 65535) / 65536.0;
                INSERT INTO domain (name, title) VALUES ('films', 'Films');
                INSERT INTO app_user (namespace, external_id, age_band)
                SELECT 'apart', k::text, CASE WHEN k <= 200 THEN 'old' ELSE 'young' END FROM generate_series(1, 400) AS k;
                """);
    }

    /** Who likes war films, four in five of which are tense, seems to like tense films. */
    @Test
    void whatIsLikedThroughSomethingElseAloneIsNotFound() throws SQLException {
        likedByTheOld(0.8, 0.8, 0.4, 0.4);
        assertThat(row("genre", "war", OLD).statistics().difference()).isBetween(0.15, 0.25);
        assertThat(row("mood", "tense", OLD).statistics().difference()).isBetween(0.08, 0.16);
        assertThat(rows())
                .filteredOn(row -> row.finding() && row.given().equals(OLD))
                .isNotEmpty()
                .allMatch(row -> row.subject().attribute().equals("genre"));
    }

    @Test
    void whatIsLikedAgainstWhatAnotherValueImpliesIsFoundByItsOwnSign() throws SQLException {
        likedByTheOld(0.55, 1, 0, 0.5);
        assertThat(row("genre", "war", OLD).statistics().difference()).isPositive();
        Row tense = row("mood", "tense", OLD);
        assertThat(tense.statistics().difference()).isBetween(-0.12, -0.04);
        assertThat(tense.finding()).isTrue();
    }

    /** Its residual is 12 points, and told would be a sign that chance and noise gave. */
    @Test
    void whereLessThanIsImpliedLeavesNoDifferenceNoneIsFound() throws SQLException {
        likedByTheOld(0.75, 1, 0, 0.5);
        Row tense = row("mood", "tense", OLD);
        assertThat(tense.statistics().difference()).isBetween(-0.03, 0.03);
        assertThat(tense.finding()).isFalse();
        assertThat(rows()).filteredOn(Row::finding).isNotEmpty().allSatisfy(found -> {
            Statistics figures = found.statistics();
            assertThat(Math.abs(figures.difference())).isGreaterThan(RULES.leastDifference());
            assertThat(figures.low() * figures.high()).isPositive();
        });
    }

    @Test
    void whatIsLikedMoreSinceAYearIsATrend() throws SQLException {
        likedByMonth(24, "CASE WHEN genre = 'horror' AND m >= 12 THEN 0.8 ELSE 0.5 END");
        Row horror = row("genre", "horror", LATELY);
        assertThat(horror.finding()).isTrue();
        assertThat(horror.statistics().difference()).isBetween(0.2, 0.4);
        assertThat(rows())
                .filteredOn(row -> row.finding() && row.given().equals(LATELY))
                .allMatch(row -> row.subject().value().equals("horror")
                        == row.statistics().difference() > 0);
    }

    @Test
    void twoMonthsOfTheYearBeforeAreTooFewForATrend() throws SQLException {
        likedByMonth(14, "CASE WHEN genre = 'horror' AND m >= 12 THEN 0.95 ELSE 0.5 END");
        assertThat(trends()).isEmpty();
    }

    @Test
    void aMonthThatWasSeenInOneYearSaysSo() throws SQLException {
        likedByMonth(14, "CASE WHEN genre = 'horror' AND m IN (0, 11) THEN 0.95 ELSE 0.5 END");
        assertThat(rows())
                .filteredOn(row -> row.kind() == KnowledgeKind.SEASON && row.finding())
                .filteredOn(row -> row.subject().value().equals("horror"))
                .extracting(Row::given)
                .contains(new Condition.Month(12, true), new Condition.Month(1, false));
    }

    /** Also where somebody's clock was at its beginning. */
    @Test
    void aSeasonThatAYoungShopHasSeenOnceIsNoTrend() throws SQLException {
        likedByMonth(18, "CASE WHEN genre = 'horror' AND m BETWEEN 6 AND 11 THEN 0.95 ELSE 0.5 END");
        List<Row> before = trends();
        assertThat(before).isNotEmpty().noneMatch(Row::finding);
        shop.execute(
                "INSERT INTO interaction (user_id, item_id, liked, occurred_at)"
                        + " SELECT u.id, i.id, true, '1970-01-15Z' FROM app_user u, item i WHERE u.external_id = '1' AND i.title = '1'");
        assertThat(trends()).hasSameSizeAs(before).noneMatch(Row::finding);
    }

    /** Opinions in January and February agree, and half a year later are turned round; what is told is how often. */
    @Test
    void aTasteThatTurnsIsFoundToFade() throws SQLException {
        likedByMonth(
                24,
                "CASE WHEN genre IN ('horror', 'comedy') AND ((u.external_id::int % 2 = 0) = (m / 7 % 2 = 0)) = (genre = 'horror') THEN 0.9 ELSE 0.1 END");
        shop.execute(
                "DELETE FROM interaction WHERE extract(month FROM occurred_at AT TIME ZONE 'UTC') NOT IN (1, 2, 8, 9)");
        Row horror = row("genre", "horror", new Condition.Soon(1));
        assertThat(horror.finding()).isTrue();
        Statistics figures = horror.statistics();
        assertThat(figures.difference()).isGreaterThan(0.4);
        assertThat(figures.rate() - figures.reference())
                .isBetween(figures.difference() - 0.1, figures.difference() + 0.1);
        assertThat(row("genre", "drama", new Condition.Soon(1)).finding()).isFalse();
    }

    private List<Row> trends() throws SQLException {
        return rows().stream().filter(row -> row.kind() == KnowledgeKind.TREND).toList();
    }

    /**
     * Films of four genres, of which everybody says something in each month.
     *
     * @param months from January 2024 on
     * @param chance SQL: of a like, by the {@code genre}, the month {@code m} from 0 on, and the person {@code u}
     */
    private void likedByMonth(int months, String chance) throws SQLException {
        shop.execute("""
                INSERT INTO item (domain_id, external_id, title, attributes)
                SELECT d.id, k::text, k::text, jsonb_build_object('genre', jsonb_build_array(
                  (ARRAY['horror', 'comedy', 'drama', 'music'])[k %% 4 + 1])) FROM domain d, generate_series(0, 39) AS k;
                INSERT INTO interaction (user_id, item_id, liked, occurred_at)
                SELECT u.id, i.id, chance(concat_ws('-', u.external_id, i.title, m)) < %s,
                       timestamptz '2024-01-15Z' + m * interval '1 month'
                FROM app_user u, item i, generate_series(0, %d) AS m, LATERAL (SELECT i.attributes->'genre'->>0 AS genre) AS words
                WHERE chance(concat_ws('+', u.external_id, i.title, m)) < 0.1
                """.formatted(chance, months - 1));
    }

    /** Films of war and of peace, most of the former tense, and how likely the old like each; the young like half of all. */
    private void likedByTheOld(double tenseWar, double calmWar, double tensePeace, double calmPeace)
            throws SQLException {
        shop.execute("""
                INSERT INTO item (domain_id, external_id, title, attributes)
                SELECT d.id, k::text, k::text, jsonb_build_object(
                  'genre', jsonb_build_array(CASE WHEN k < 20 THEN 'war' ELSE 'peace' END),
                  'mood', jsonb_build_array(CASE WHEN (k < 20) = (k %% 5 > 0) THEN 'tense' ELSE 'calm' END))
                FROM domain d, generate_series(0, 39) AS k;
                INSERT INTO interaction (user_id, item_id, liked, occurred_at)
                SELECT u.id, i.id, chance(u.external_id || '-' || i.title) < CASE
                    WHEN u.age_band = 'young' THEN 0.5
                    WHEN i.attributes @> '{"genre": ["war"], "mood": ["tense"]}' THEN %s
                    WHEN i.attributes @> '{"genre": ["war"]}' THEN %s
                    WHEN i.attributes @> '{"mood": ["tense"]}' THEN %s
                    ELSE %s END, '2025-06-01Z'
                FROM app_user u, item i;
                """.formatted(tenseWar, calmWar, tensePeace, calmPeace));
    }

    private Row row(String attribute, String value, Condition given) throws SQLException {
        return rows().stream()
                .filter(row -> row.subject().equals(new Subject("films", attribute, value))
                        && row.given().equals(given))
                .findFirst()
                .orElseThrow();
    }
}
