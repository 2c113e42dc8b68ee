package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.knowledge.Counting.Row;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the noise on counts keeps to itself, and that intervals hold it. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class NoiseQuarkusTest extends CountedShop {
    /** So many films, two of each attribute, each with a value of its own. */
    private void films(int count) throws SQLException {
        shop.execute("""
            INSERT INTO domain (name, title) VALUES ('films', 'Films');
            INSERT INTO item (domain_id, external_id, title, attributes)
            SELECT d.id, k::text, k::text, jsonb_build_object('attribute ' || k / 2, jsonb_build_array('value ' || k))
            FROM domain d, generate_series(0, %d) AS k;
            """.formatted(count - 1));
    }

    /** The stated errors against how far differences really lie apart under other draws of the noise, where nothing else varies. */
    @Test
    void theStatedErrorHoldsTheNoise() throws SQLException {
        films(40);
        shop.execute("""
            INSERT INTO app_user (namespace, external_id, age_band)
            SELECT 'apart', k::text, CASE WHEN k <= 40 THEN 'old' ELSE 'young' END FROM generate_series(1, 80) AS k;
            INSERT INTO interaction (user_id, item_id, liked, occurred_at)
            SELECT u.id, i.id, i.external_id::int % 2 = 0, '2025-06-01Z' FROM app_user u, item i;
            """);
        Map<Row, List<Double>> draws = new HashMap<>();
        double stated = 0;
        int entries = 0;
        for (int draw = 0; draw < 40; draw++) {
            for (Row row : rows("draw " + draw)) {
                Statistics figures = row.statistics();
                if (row.given().equals(new Condition.Group("old", null, null))) {
                    draws.computeIfAbsent(named(row), r -> new ArrayList<>()).add(figures.difference());
                    double error = (figures.high() - figures.low()) / (2 * 1.96);
                    // The least variance of opinions that is believed in, which is none here.
                    stated += error * error - 0.01 * (1 / 40.0 + 1 / 40.0);
                    entries++;
                }
            }
        }
        double simulated = draws.values().stream()
                .mapToDouble(NoiseQuarkusTest::variance)
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(stated / entries / simulated)).isBetween(0.9, 1.15);
    }

    /** What counts as found is decided by the tails of a normal distribution, four standard deviations out and farther. */
    @Test
    void theNoiseHasNoHeavierTailsThanTheTestTakesItToHave() throws SQLException {
        String draws = """
                SELECT avg(n), var_samp(n), avg((n > 0)::int), count(*) FILTER (WHERE abs(n) > 4 * 5 * sqrt(2))
                FROM (SELECT kb_noise('the same noise in every run', k::text, 5) AS n FROM generate_series(1, 20000) AS k) AS drawn
                """;
        try (Statement statement = shop.connection().createStatement();
                ResultSet row = statement.executeQuery(draws)) {
            row.next();
            assertThat(row.getDouble(1)).isBetween(-0.2, 0.2);
            assertThat(row.getDouble(2) / (2 * 5 * 5)).isBetween(0.95, 1.05);
            assertThat(row.getDouble(3)).isBetween(0.48, 0.52);
            // Of normal noise 1.3 are expected, of Laplace noise 70.
            assertThat(row.getInt(4)).isLessThan(6);
        }
    }

    /** Cells of twenty people and a few, whose noise in time is as large as a third of them. */
    @Test
    void noDifferenceIsToldThatCannotBe() throws SQLException {
        films(80);
        shop.execute("""
            INSERT INTO app_user (namespace, external_id) SELECT 'apart', k::text FROM generate_series(1, 44) AS k;
            INSERT INTO interaction (user_id, item_id, liked, occurred_at)
            SELECT u.id, i.id, i.external_id::int % 2 = 0, make_date(2024 + m, 1 + i.external_id::int % 6, 1)
            FROM app_user u, item i, generate_series(0, 1) AS m WHERE u.external_id::int % 2 = m;
            """);
        int told = 0;
        for (int draw = 0; draw < 5; draw++) {
            for (Row row : rows("draw " + draw)) {
                Statistics figures = row.statistics();
                if (figures.difference() != null) {
                    told++;
                    assertThat(figures.difference()).as("%s", row).isBetween(-1.0, 1.0);
                    assertThat(figures.low()).as("%s", row).isBetween(-1.0, figures.difference());
                    assertThat(figures.high()).as("%s", row).isBetween(figures.difference(), 1.0);
                }
            }
        }
        assertThat(told).isGreaterThan(300);
    }

    private static Row named(Row row) {
        return new Row(row.kind(), row.subject(), row.given(), null, false, false);
    }

    private static double variance(List<Double> draws) {
        double mean = draws.stream().mapToDouble(d -> d).average().orElseThrow();
        return draws.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum() / (draws.size() - 1);
    }

    /**
     * Who knows two snapshots, and that one person alone went between them, cannot tell what that person thought: not from one cell,
     * nor from the mean over all cells that say something of a value.
     */
    @Test
    void whoSubtractsTwoSnapshotsLearnsLittleOfOnePerson() throws SQLException {
        shop.execute(ApartShop.SHOP);
        Map<KnowledgeEntry.Key, Statistics> with = byKey(rows());
        int asked = 0;
        int right = 0;
        int rightByAll = 0;
        double squares = 0;
        for (int person = 1; person <= 20; person++) {
            Map<Subject, Boolean> opinions = opinions(person);
            Map<KnowledgeEntry.Key, Statistics> without = withoutWhatSaid(person);
            for (var opinion : opinions.entrySet()) {
                Statistics before = with.get(ofEverybody(opinion.getKey()));
                Statistics after = without.get(ofEverybody(opinion.getKey()));
                assertThat(before.support() % 5).isZero();
                if (before.rate() != after.rate()) {
                    asked++;
                    // Their part raised the rate, so they liked it?
                    right += before.rate() > after.rate() == opinion.getValue() ? 1 : 0;
                    double all = subtracted(opinion.getKey(), with, without);
                    rightByAll += all > 0 == opinion.getValue() ? 1 : 0;
                    squares += all * all;
                }
            }
            with = without;
        }
        assertThat(asked).isGreaterThan(100);
        assertThat((double) right / asked).as("of %d guesses", asked).isBetween(0.3, 0.7);
        assertThat((double) rightByAll / asked)
                .as("of %d guesses by all cells", asked)
                .isBetween(0.3, 0.7);
        // What is looked for lies between -1 and 1.
        assertThat(Math.sqrt(squares / asked)).as("the error of all cells").isGreaterThan(0.7);
    }

    /**
     * Differences carry half of the noise of rates, since an excess is a half at most: of people whose tastes are plain they could tell more.
     */
    @Test
    void whatDifferencesTellOfSomebodyWhoseTasteIsPlainIsNotMuch() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute("""
                UPDATE interaction n SET liked = abs(hashtext(u.external_id)) % 4 = right(i.attributes->'genre'->>0, 1)::int
                FROM app_user u, item i WHERE u.id = n.user_id AND i.id = n.item_id
                """);
        Map<KnowledgeEntry.Key, Statistics> with = byKey(rows());
        int asked = 0;
        int right = 0;
        for (int person = 1; person <= 40; person++) {
            Map<Subject, Boolean> opinions = opinions(person);
            Map<KnowledgeEntry.Key, Statistics> without = withoutWhatSaid(person);
            for (var opinion : opinions.entrySet()) {
                double all = subtractedDifferences(opinion.getKey(), with, without);
                if (all != 0) {
                    asked++;
                    right += all > 0 == opinion.getValue() ? 1 : 0;
                }
            }
            with = without;
        }
        assertThat(asked).isGreaterThan(200);
        assertThat((double) right / asked).as("of %d guesses", asked).isBetween(0.3, 0.75);
    }

    /** As {@link #subtracted}, from differences. */
    private static double subtractedDifferences(
            Subject subject, Map<KnowledgeEntry.Key, Statistics> with, Map<KnowledgeEntry.Key, Statistics> without) {
        double sum = 0;
        for (var cell : with.entrySet()) {
            Statistics before = cell.getValue();
            Statistics after = without.get(cell.getKey());
            boolean told = cell.getKey().subject().equals(subject) && after != null && after.difference() != null;
            // Where the rate stands as it did, they were not in the cell.
            if (told && before.difference() != null && before.rate() != after.rate()) {
                sum += weight(cell.getKey()) * before.support() * (before.difference() - after.difference());
            }
        }
        return sum;
    }

    /** How far somebody's share of likes of a value lies above everybody's, from all cells that changed as they went, the surer more. */
    private static double subtracted(
            Subject subject, Map<KnowledgeEntry.Key, Statistics> with, Map<KnowledgeEntry.Key, Statistics> without) {
        double sum = 0;
        double weights = 0;
        for (var cell : with.entrySet()) {
            Statistics before = cell.getValue();
            Statistics after = without.get(cell.getKey());
            if (cell.getKey().subject().equals(subject) && after != null && !after.equals(before)) {
                boolean shrunk = !cell.getKey().given().equals(Condition.Group.EVERYBODY);
                double people = before.support() + (shrunk ? RULES.shrinkage() : 0);
                double weight = weight(cell.getKey());
                sum += weight * people * (before.rate() - after.rate());
                weights += weight;
            }
        }
        return weights == 0 ? 0 : sum / weights;
    }

    /** The surer a cell, the more: the inverse square of how wide its noise is. */
    private static double weight(KnowledgeEntry.Key cell) {
        double noise =
                switch (cell.kind()) {
                    case GROUP -> 2;
                    case ASSOCIATION -> 1;
                    case SEASON, TREND, RECENCY -> 5;
                };
        return 1 / (noise * noise);
    }

    /** What is said once a person's interactions went, too. */
    private Map<KnowledgeEntry.Key, Statistics> withoutWhatSaid(int person) throws SQLException {
        shop.execute("DELETE FROM interaction WHERE user_id = (SELECT id FROM app_user WHERE external_id = '" + person
                + "')");
        return byKey(rows());
    }

    /** Of two noises of one sum the mean would have less. */
    @Test
    void theSameItemsUnderAnotherNameHaveTheSameNoise() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute("UPDATE item SET attributes = attributes || jsonb_build_object('tag', attributes->'genre')");
        Map<KnowledgeEntry.Key, Statistics> said = byKey(rows());
        // Of two favourites that are one, whose order is by name, somebody may have but one among the surest.
        said.keySet().removeIf(key -> key.kind() == KnowledgeKind.ASSOCIATION);
        assertThat(said).hasSizeGreaterThan(100);
        said.forEach((key, figures) -> {
            Subject subject = key.subject();
            String other = subject.attribute().equals("genre") ? "tag" : "genre";
            Statistics twin = said.get(new KnowledgeEntry.Key(
                    key.kind(), new Subject(subject.domain(), other, subject.value()), key.given()));
            assertThat(twin.support()).as("%s", key).isEqualTo(figures.support());
            assertThat(twin.rate()).as("%s", key).isEqualTo(figures.rate());
            assertThat(twin.difference()).as("%s", key).isEqualTo(figures.difference());
        });
    }

    /** Or the mean over the builds of a growing catalogue would have less noise than one. */
    @Test
    void aNewItemLeavesTheNoiseOfItsValuesAsItWas() throws SQLException {
        shop.execute(ApartShop.SHOP);
        Map<KnowledgeEntry.Key, Statistics> before = byKey(rows());
        shop.execute("INSERT INTO item (domain_id, external_id, title, attributes)"
                + " SELECT domain_id, 'new ' || external_id, 'New', attributes FROM item WHERE external_id::int <= 4");
        Map<KnowledgeEntry.Key, Statistics> after = byKey(rows());
        assertThat(after).hasSameSizeAs(before).hasSizeGreaterThan(50);
        before.forEach((key, figures) -> {
            assertThat(after.get(key).support()).as("%s", key).isEqualTo(figures.support());
            assertThat(after.get(key).rate()).as("%s", key).isEqualTo(figures.rate());
            assertThat(after.get(key).difference()).as("%s", key).isEqualTo(figures.difference());
        });
    }

    /** Or what everybody thinks less what the group thinks would be what ten people think. */
    @Test
    void aGroupWithoutEnoughOthersIsNotTold() throws SQLException {
        shop.execute(ApartShop.SHOP);
        shop.execute("UPDATE app_user SET age_band = CASE WHEN external_id::int <= 10 THEN 'old' ELSE 'young' END");
        assertThat(byKey(rows()).keySet())
                .filteredOn(key -> key.kind() == KnowledgeKind.GROUP)
                .isNotEmpty()
                .allMatch(key -> key.given().equals(Condition.Group.EVERYBODY)
                        || ((Condition.Group) key.given()).gender() != null);
    }

    private static KnowledgeEntry.Key ofEverybody(Subject subject) {
        return new KnowledgeEntry.Key(KnowledgeKind.GROUP, subject, Condition.Group.EVERYBODY);
    }

    private static Map<KnowledgeEntry.Key, Statistics> byKey(List<Row> rows) {
        Map<KnowledgeEntry.Key, Statistics> said = new HashMap<>();
        rows.forEach(row -> said.put(new KnowledgeEntry.Key(row.kind(), row.subject(), row.given()), row.statistics()));
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
