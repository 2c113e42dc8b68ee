package io.explainrec.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.embedding.ItemSearch.Filter;
import io.explainrec.embedding.ItemSearch.Neighbour;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand vectors in two domains, against brute force. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ItemSearchQuarkusTest {
    private static final int ITEMS = 10_000;
    private static final int K = 20;

    @Inject
    DataSource database;

    @Inject
    EntityManager entities;

    @Inject
    EmbeddingService embeddings;

    @Inject
    ItemVectors vectors;

    @Inject
    VectorIndex index;

    @Inject
    EncoderVersions versions;

    @Inject
    ItemEncoders encoders;

    @Inject
    ItemSearch search;

    private final Random random = new Random(42);
    private final UUID small = new UUID(random.nextLong(), random.nextLong());
    private final UUID large = new UUID(random.nextLong(), random.nextLong());
    private final List<Sample> samples = new ArrayList<>();

    /** Item n has the attribute nth = k for each k of 1, 10, 100, 1000 that divides n. */
    private record Sample(int n, UUID id, UUID domain, float[] vector) {}

    @BeforeAll
    void insert() throws SQLException {
        // Clustered, as texts are; every tenth item is of the small domain.
        float[][] centres = IntStream.range(0, 50).mapToObj(i -> randomVector()).toArray(float[][]::new);
        for (int n = 0; n < ITEMS; n++) {
            float[] vector = randomVector();
            float[] centre = centres[random.nextInt(centres.length)];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = centre[i] + 0.5f * vector[i];
            }
            samples.add(
                    new Sample(n, new UUID(random.nextLong(), random.nextLong()), n % 10 == 0 ? small : large, vector));
        }
        execute("INSERT INTO domain (id, name, title) VALUES ('%s', 'search-small', ''), ('%s', 'search-large', '')"
                .formatted(small, large));
        samples.sort(Comparator.comparing(Sample::id));
        // Retired until they have their vectors, so that the background job leaves them alone.
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var item = connection.prepareStatement("""
                    INSERT INTO item (id, domain_id, external_id, title, attributes, retired_at)
                    VALUES (?, ?, ?, 'an item', jsonb_build_object('nth', ?::jsonb), now())
                    """)) {
                for (Sample sample : samples) {
                    item.setObject(1, sample.id());
                    item.setObject(2, sample.domain());
                    item.setString(3, "search-" + sample.n());
                    item.setString(
                            4,
                            IntStream.of(1, 10, 100, 1000)
                                    .filter(k -> sample.n() % k == 0)
                                    .mapToObj(k -> "\"" + k + "\"")
                                    .collect(Collectors.joining(",", "[", "]")));
                    item.addBatch();
                }
                item.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
        }
        vectors.store(
                embeddings.active(),
                samples.stream()
                        .map(s -> new ItemVectors.Waiting(s.id(), s.domain(), 1, ""))
                        .toList(),
                samples.stream().map(Sample::vector).toArray(float[][]::new));
        execute("UPDATE item SET retired_at = NULL WHERE domain_id IN ('%s', '%s')".formatted(small, large));
        index.ensure(embeddings.active());
    }

    @AfterAll
    void remove() throws SQLException {
        execute("DELETE FROM item WHERE domain_id IN ('%s', '%s')".formatted(small, large));
        execute("DELETE FROM domain WHERE id IN ('%s', '%s')".formatted(small, large));
    }

    @Test
    void findsWhatBruteForceFinds() {
        double found = 0;
        for (int i = 0; i < 20; i++) {
            float[] query = samples.get(random.nextInt(ITEMS)).vector();
            Set<UUID> expected = ids(bruteForce(query, new Filter(large, List.of(), Map.of()), K));
            Set<UUID> actual =
                    ids(search.nearest(embeddings.active(), query, new Filter(large, List.of(), Map.of()), K));
            assertThat(actual).hasSize(K);
            actual.retainAll(expected);
            found += actual.size() / (20.0 * K);
        }
        assertThat(found).as("share of the true nearest").isGreaterThan(0.95);
    }

    /** 1, 10 and 100 of 10,000 items pass. */
    @ParameterizedTest
    @ValueSource(strings = {"1000", "100", "10"})
    void returnsAsManyAsExistUnderSelectiveFilters(String nth) {
        for (UUID domain : List.of(small, large)) {
            Filter filter = new Filter(domain, List.of(), Map.of("nth", nth));
            for (int i = 0; i < 5; i++) {
                float[] query = samples.get(random.nextInt(ITEMS)).vector();
                assertThat(ids(search.nearest(embeddings.active(), query, filter, K)))
                        .hasSameSizeAs(ids(bruteForce(query, filter, K)));
            }
        }
    }

    @Test
    void equalsBruteForceWhereTheIndexGivesUp() {
        // One in a thousand passes, and the index may look at a hundred.
        Filter filter = new Filter(small, List.of(), Map.of("nth", "1000"));
        float[] query = samples.getFirst().vector();

        List<Neighbour> nearest = QuarkusTransaction.requiringNew().call(() -> {
            for (String setting : List.of("hnsw.max_scan_tuples = 100", "enable_seqscan = off", "enable_sort = off")) {
                entities.createNativeQuery("SET LOCAL " + setting).executeUpdate();
            }
            assertThat(plan(false, filter)).contains("item_embedding_hnsw_");
            assertThat(plan(true, filter)).doesNotContain("item_embedding_hnsw_");
            return search.nearest(embeddings.active(), query, filter, K);
        });

        List<Neighbour> expected = bruteForce(query, filter, K);
        assertThat(nearest)
                .hasSize(10)
                .extracting(Neighbour::itemId)
                .containsExactlyElementsOf(
                        expected.stream().map(Neighbour::itemId).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(nearest.get(i).cosine()).isCloseTo(expected.get(i).cosine(), within(1e-5));
        }
    }

    @Test
    void leavesOutExcludedAndRetiredItems() throws SQLException {
        Sample sample = samples.get(1);
        Sample retired = samples.get(2);
        Filter filter = new Filter(large, List.of(sample.id()), Map.of());
        execute("UPDATE item SET retired_at = now() WHERE id = '" + retired.id() + "'");

        assertThat(ids(search.nearest(embeddings.active(), sample.vector(), filter, K)))
                .hasSize(K)
                .doesNotContain(sample.id());
        assertThat(ids(search.nearest(embeddings.active(), retired.vector(), filter, K)))
                .hasSize(K)
                .doesNotContain(retired.id());

        execute("UPDATE item SET retired_at = NULL WHERE id = '" + retired.id() + "'");
    }

    @Test
    void answersWithNothingWhereNothingIsEmbedded() {
        Filter elsewhere = new Filter(new UUID(0, 1), List.of(), Map.of());

        assertThat(search.nearest(embeddings.active(), samples.getFirst().vector(), elsewhere, K))
                .isEmpty();
        assertThat(search.nearest(
                        embeddings.active(), samples.getFirst().vector(), new Filter(large, List.of(), Map.of()), 0))
                .isEmpty();
    }

    @Test
    void refusesVectorsThatHaveNoDirection() {
        Filter filter = new Filter(large, List.of(), Map.of());
        float[] infinite = randomVector();
        infinite[3] = Float.NaN;

        for (float[] query : List.of(new float[384], new float[3], infinite)) {
            assertThatThrownBy(() -> search.nearest(embeddings.active(), query, filter, K))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void makesAnIndexAnewThatWasLeftHalfMade() throws SQLException {
        String name = "item_embedding_hnsw_" + embeddings.active().id();
        execute("DROP INDEX " + name);
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '100ms'");
            assertThatThrownBy(() -> statement.execute("CREATE INDEX CONCURRENTLY " + name
                            + " ON item_embedding USING hnsw ((embedding::vector(384)) vector_cosine_ops)"))
                    .isInstanceOf(SQLException.class);
            statement.execute("RESET statement_timeout");
        }
        assertThat(valid(name)).isFalse();

        new EmbeddingService(versions, vectors, index, encoders).catchUp(done -> {});

        assertThat(valid(name))
                .as("made by the next process, though no item waits")
                .isTrue();
    }

    @Test
    void whatWaitsIsAnsweredWithoutReadingVectors() throws SQLException {
        execute("VACUUM ANALYZE item_embedding");
        assertThat(explained("SELECT count(*) "
                        + ItemVectors.WAITING.replace(
                                "?", "" + embeddings.active().id())))
                .contains("Index Only Scan using item_embedding_pkey");
    }

    /** How PostgreSQL would answer, with the settings of the transaction. */
    private String plan(boolean exactly, Filter filter) {
        String sql = ItemSearch.sql(embeddings.active(), exactly)
                .replaceFirst("\\?", "'" + Arrays.toString(samples.getFirst().vector()) + "'")
                .replaceFirst("\\?", "'" + filter.domainId() + "'")
                .replaceFirst("\\?", "'{}'")
                .replaceFirst("\\?", "'" + AttributeFilter.json(filter.attributes()) + "'")
                .replaceFirst("\\?", Integer.toString(K));
        return explained(sql);
    }

    private String explained(String sql) {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("EXPLAIN " + sql)) {
            StringBuilder plan = new StringBuilder();
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean valid(String index) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('" + index + "')")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private List<Neighbour> bruteForce(float[] query, Filter filter, int k) {
        return samples.stream()
                .filter(s -> s.domain().equals(filter.domainId())
                        && !filter.excluded().contains(s.id()))
                .filter(s -> filter.attributes().values().stream().allMatch(v -> s.n() % Integer.parseInt(v) == 0))
                .map(s -> new Neighbour(s.id(), cosine(query, s.vector())))
                .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
                .limit(k)
                .toList();
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }

    private static Set<UUID> ids(List<Neighbour> neighbours) {
        return neighbours.stream().map(Neighbour::itemId).collect(Collectors.toSet());
    }

    private float[] randomVector() {
        float[] vector = new float[384];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
