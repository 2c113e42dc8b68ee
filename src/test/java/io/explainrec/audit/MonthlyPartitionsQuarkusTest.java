package io.explainrec.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.recommend.Recommendation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class MonthlyPartitionsQuarkusTest {
    @Inject
    EntityManager entities;

    @Inject
    Records records;

    @Inject
    RecordFixture fixture;

    @Test
    void makesThisMonthAndThreeAheadAtStart() {
        YearMonth now = YearMonth.now(ZoneOffset.UTC);
        for (int ahead = 0; ahead <= 3; ahead++) {
            YearMonth month = now.plusMonths(ahead);
            assertThat(partitions()).contains(name("recommendation", month), name("recommended_item", month));
        }
    }

    @Test
    void putsARecordAndItsItemsIntoTheirMonth() {
        Instant now = Instant.now();
        Recommendation recommendation = fixture.nonProfiled(now);
        records.record(recommendation);
        YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));

        assertThat(partitionOf("recommendation", "id", recommendation)).isEqualTo(name("recommendation", month));
        assertThat(partitionOf("recommended_item", "recommendation_id", recommendation))
                .isEqualTo(name("recommended_item", month));
    }

    @Test
    void letsTwoProcessesMakeTheSameMonths() {
        CompletableFuture<?>[] both = IntStream.range(0, 2)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> createAt("2041-05-17T12:00:00Z"),
                        run -> Thread.ofPlatform().start(run)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(both).join();
        createAt("2041-05-18T12:00:00Z");

        assertThat(partitions()).contains("recommendation_2041_05", "recommended_item_2041_08");
    }

    @Test
    void cutsMonthsAtMidnightUtc() {
        createAt("2042-01-01T00:00:00Z");
        Recommendation last = fixture.nonProfiled(Instant.parse("2042-01-31T23:59:59.999Z"));
        Recommendation first = fixture.nonProfiled(Instant.parse("2042-02-01T00:00:00Z"));
        records.record(last);
        records.record(first);

        assertThat(partitionOf("recommendation", "id", last)).isEqualTo("recommendation_2042_01");
        assertThat(partitionOf("recommendation", "id", first)).isEqualTo("recommendation_2042_02");
        assertThat(records.find(last.id())).contains(last);
    }

    @Test
    void keepsRecordsThatNoMonthWasMadeForInTime() {
        Recommendation stray = fixture.nonProfiled(Instant.parse("2043-03-03T00:00:00Z"));
        records.record(stray);

        createAt("2043-03-04T00:00:00Z");

        assertThat(partitionOf("recommendation", "id", stray)).isEqualTo("recommendation_default");
        assertThat(partitions()).doesNotContain("recommendation_2043_03").contains("recommendation_2043_04");
        assertThat(records.find(stray.id())).contains(stray);
    }

    @Test
    void findsARecordInOnePartition() {
        Recommendation recommendation = fixture.nonProfiled(Instant.now());
        records.record(recommendation);

        List<?> plan = QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery("EXPLAIN SELECT * FROM recommendation WHERE id = '"
                                + recommendation.id() + "' AND created_at = '" + recommendation.createdAt() + "'")
                        .getResultList());

        assertThat(plan.stream().map(String::valueOf).filter(line -> line.contains(" on recommendation_")))
                .hasSize(1);
    }

    private void createAt(String instant) {
        MonthlyPartitions then = new MonthlyPartitions(entities, Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
        QuarkusTransaction.requiringNew().run(then::create);
    }

    private static String name(String table, YearMonth month) {
        return "%s_%04d_%02d".formatted(table, month.getYear(), month.getMonthValue());
    }

    private String partitionOf(String table, String key, Recommendation recommendation) {
        String sql = "SELECT tableoid::regclass::text FROM " + table + " WHERE " + key + " = :id";
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery(sql, String.class)
                        .setParameter("id", recommendation.id())
                        .getSingleResult()
                        .toString());
    }

    private List<String> partitions() {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities
                        .createNativeQuery("SELECT inhrelid::regclass::text FROM pg_inherits", Object.class)
                        .getResultList()
                        .stream()
                        .map(String::valueOf)
                        .toList());
    }
}
