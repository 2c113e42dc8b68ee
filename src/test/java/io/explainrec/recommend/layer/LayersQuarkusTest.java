package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.catalog.ErasureService;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.knowledge.WithoutDemographics;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.evidence.ChangedTables;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.platform.postgres.LockWaits;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.platform.problem.NotFound;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.MadeShopTables;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRequest;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@Order(2)
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class LayersQuarkusTest {
    private static final String STATED = DecisionLayer.first().version();

    @Inject
    DataSource database;

    @Inject
    LayerService service;

    @Inject
    ShopInteractions interactions;

    @Inject
    EmbeddingService embeddings;

    @Inject
    DecisionLayers layers;

    @Inject
    Refit refit;

    @Inject
    ErasureService erasure;

    @Inject
    EvidenceStateLoader states;

    @Inject
    RecommendService recommendations;

    @TempDir
    Path folder;

    private final MadeShop shop = new MadeShop(120, 4);

    @BeforeEach
    void put() throws SQLException {
        new MadeShopTables(database).put(shop);
        states.refresh();
    }

    @AfterEach
    void remove() throws SQLException {
        service.activate(LayerService.FIRST);
        new MadeShopTables(database).remove();
        states.refresh();
    }

    @Test
    void whereDemographicsAreSwitchedOffNobodysAreLearnedFrom() {
        assertThat(interactions.load().people()).anyMatch(person -> !person.unknown());
        ShopInteractions switchedOff = new ShopInteractions(database, embeddings, WithoutDemographics.config());
        assertThat(switchedOff.load().people()).isNotEmpty().allMatch(Person::unknown);
    }

    @Test
    void whatIsActivatedServesAndFirstGoesBack() {
        String version = fitted(1).layer().version();
        assertThat(served()).isEqualTo(STATED);
        assertThat(service.activate(folder.toString())).isEqualTo(version);
        states.refresh();
        assertThat(recommendations.live().parts().decisionVersion())
                .as("before anybody was answered")
                .isEqualTo(version);
        assertThat(served()).isEqualTo(version);
        String next = fitted(2).layer().version();
        service.activate(folder.toString());
        states.refresh();
        assertThat(served()).isEqualTo(next);
        assertThat(service.list()).extracting(StoredLayer::version).contains(version, next);
        assertThat(service.list().stream().filter(StoredLayer::active)).hasSize(1);

        service.activate(version); // by name: it is stored
        states.refresh();
        assertThat(served()).isEqualTo(version);
        service.activate(LayerService.FIRST);
        states.refresh();
        assertThat(served()).isEqualTo(STATED);
        assertThat(service.list().stream().filter(StoredLayer::active)).isEmpty();
    }

    @Test
    void answersWhileLayersAreSwappedAreOfOneVersionEach() throws Exception {
        String one = fitted(1).layer().version();
        service.activate(folder.toString());
        String other = fitted(2).layer().version();
        service.activate(folder.toString());
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> askers = new ArrayList<>();
            for (int a = 0; a < 2; a++) {
                askers.add(executor.submit(() -> {
                    int answers = 0;
                    while (!over.get()) {
                        Recommendation answer = recommend();
                        assertThat(answer.versions().decision()).isIn(one, other, STATED);
                        // The learned sources speak where the heads are fitted, and only there.
                        boolean learned = answer.candidates().getFirst().like().contributions().stream()
                                .anyMatch(c -> c.source().id().equals("item-level") && !c.masked());
                        assertThat(learned)
                                .isEqualTo(!answer.versions().decision().equals(STATED));
                        answers++;
                    }
                    return answers;
                }));
            }
            for (String version : List.of(one, other, LayerService.FIRST, one, LayerService.FIRST, other)) {
                service.activate(version);
                states.refresh();
            }
            over.set(true);
            for (Future<Integer> asker : askers) {
                assertThat(asker.get()).isPositive();
            }
        }
    }

    @Test
    void whatIsDamagedIsRefusedAndChangesNothing() throws IOException {
        String version = fitted(1).layer().version();
        service.activate(folder.toString());
        fitted(2);
        Path learned = folder.resolve(DecisionArtifact.LEARNED);
        byte[] whole = Files.readAllBytes(learned);
        Files.write(learned, Arrays.copyOf(whole, whole.length / 2));
        List<StoredLayer> before = service.list();
        assertThatThrownBy(() -> service.activate(folder.toString()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("learned.json.gz");
        assertThatThrownBy(() -> service.activate(folder.resolve("no-such").toString()))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("There is no decision layer or folder '")
                .hasMessageContaining("no-such'; './explainrec model list'");
        assertThatThrownBy(() -> service.activate(
                        Files.createDirectory(folder.resolve("empty")).toString()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("decision.json is missing");
        assertThat(service.list()).isEqualTo(before);
        states.refresh();
        assertThat(served()).isEqualTo(version);
    }

    @Test
    void whatIsOfAnotherShopIsRefused() throws ReflectiveOperationException {
        DecisionArtifact own = fitted(1);
        int n = MadeShop.items();
        foreign(
                        own,
                        IntStream.range(0, n)
                                .mapToObj(i -> new ItemName(MadeShop.FILMS, i < n / 2 - 1 ? "i" + i : "x" + i))
                                .toList())
                .write(folder);
        assertThatThrownBy(() -> service.activate(folder.toString()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("29 of its 60 items are known here");
        List<ItemName> elsewhere = new ArrayList<>(own.tables().items());
        elsewhere.set(0, new ItemName("no-such-domain", "i0"));
        foreign(own, elsewhere).write(folder);
        assertThatThrownBy(() -> service.activate(folder.toString()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("[no-such-domain]");
        assertThat(service.list()).isEmpty();
    }

    @Test
    void aRefitMakesOneCandidateThatWaitsForAPerson() throws SQLException {
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + Refit.LOCK + ")");
            assertThat(refit.ifDue()).as("while another process fits").isEmpty();
            statement.execute("SELECT pg_advisory_unlock(" + Refit.LOCK + ")");
        }
        String version = refit.ifDue().orElseThrow();
        assertThat(refit.ifDue()).as("nothing new came in").isEmpty();
        assertThat(service.list()).singleElement().satisfies(layer -> {
            assertThat(layer.version()).isEqualTo(version);
            assertThat(layer.active()).isFalse();
            assertThat(layer.activatedAt()).isNull();
        });
        states.refresh();
        assertThat(served()).isEqualTo(STATED);
        assertThat(service.activate(version)).isEqualTo(version);
        states.refresh();
        assertThat(served()).isEqualTo(version);
    }

    @Test
    void noActivationBringsBackWhoWasErased() {
        fitted(1);
        String before = service.activate(folder.toString());
        Path copy = folder.resolve("copy");
        service.get(before).write(copy);
        erase("u1");
        assertThat(service.list()).singleElement().satisfies(layer -> {
            assertThat(layer.active()).as("it goes on serving").isTrue();
            assertThat(layer.precedesAnErasure()).isTrue();
        });
        assertThat(refit.ifDue()).as("for one person alone within a day").isEmpty();
        new Statements(database).execute("UPDATE decision_layer SET created_at = created_at - interval '25 hours'");
        String after = refit.ifDue().orElseThrow();
        assertThat(after).isNotEqualTo(before);
        assertThat(refit.ifDue()).as("once for all who were erased").isEmpty();
        assertThat(service.activate(before))
                .as("as long as nothing better serves")
                .isEqualTo(before);

        erase("u2");
        assertThat(service.activate(after)).as("it counts fewer of the erased").isEqualTo(after);
        for (String refused : List.of(before, copy.toString())) {
            assertThatThrownBy(() -> service.activate(refused))
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining("before a person was erased");
        }
        assertThat(learned(before)).as("what it learned of people").isNull();
        assertThat(learned(after)).isNotNull();
        assertThat(service.list()).extracting(StoredLayer::version).contains(before);

        service.activate(LayerService.FIRST);
        assertThatThrownBy(() -> service.activate(after)).isInstanceOf(Conflict.class);
        String last = service.fit(0).layer().version();
        assertThat(service.activate(last)).isEqualTo(last);
    }

    @Test
    void whoIsErasedWhileAFitReadsCountsAsRead() throws Exception {
        String version;
        try (Connection writer = database.getConnection();
                Statement statement = writer.createStatement();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            writer.setAutoCommit(false);
            statement.execute("LOCK TABLE interaction IN ACCESS EXCLUSIVE MODE");
            Future<DecisionArtifact> fit = executor.submit(() -> service.fit(0));
            Instant reading;
            try {
                LockWaits.await(database);
                reading = Instant.now();
            } finally {
                writer.rollback();
                writer.setAutoCommit(true);
            }
            assertThat(fit.get().provenance().fittedAt()).isBefore(reading);
            version = fit.get().layer().version();
        }
        // Committed after the fit had counted the erasures, with a time before its end.
        new Statements(database)
                .execute("INSERT INTO erasure (erased_at, counts) VALUES (now() - interval '1 minute', '{}')");
        assertThatThrownBy(() -> service.activate(version))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("before a person was erased");
    }

    /** A clock that was ahead, or a copy of this shop from before somebody was erased, gives a folder a later time. */
    @Test
    void aFolderIsJudgedByWhomItsFitKnewToBeErasedAndNotByItsTime(@TempDir Path folder) {
        erase("u1");
        DecisionArtifact fit = service.fit(0);
        fit.write(folder);
        assertThat(service.activate(folder.toString())).isEqualTo(fit.layer().version());
        service.activate(LayerService.FIRST);
        erase("u2");
        new Statements(database)
                .execute(
                        "UPDATE erasure SET erased_at = now() - interval '1 day' WHERE erased_at > now() - interval '1 minute'");
        assertThatThrownBy(() -> service.activate(folder.toString()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("before a person was erased");
        new DecisionArtifact(
                        fit.layer(),
                        fit.tables(),
                        fit.after(new Provenance.Erased(9, "of another shop")).provenance())
                .write(folder);
        assertThatThrownBy(() -> service.activate(folder.toString())).isInstanceOf(Conflict.class);
    }

    private void erase(String user) {
        erasure.erase(MadeShopTables.NAMESPACE, user);
    }

    private byte[] learned(String version) {
        return new Statements(database)
                .query("SELECT learned FROM decision_layer WHERE version = ?", row -> row.getBytes(1), version)
                .getFirst();
    }

    @Test
    void theShopIsLoadedAsFilesAre() {
        var files = shop.dataSet();
        var sql = interactions.load();
        assertThat(sql.interactions().domains())
                .containsAll(files.interactions().domains());
        int others = sql.interactions().size() - files.interactions().size();
        for (int r = 0; r < files.interactions().size(); r++) {
            int row = others + r; // the made ones are the newest
            assertThat(sql.interactions().second(row))
                    .isEqualTo(files.interactions().second(r));
            assertThat(sql.interactions().liked(row))
                    .isEqualTo(files.interactions().liked(r));
            assertThat(Float.valueOf(sql.interactions().rating(row)))
                    .isEqualTo(Float.valueOf(files.interactions().rating(r)));
            var item = sql.items().get(sql.interactions().item(row));
            var same = files.items().get(files.interactions().item(r));
            assertThat(item.name()).isEqualTo(same.name());
            assertThat(sql.interactions().itemDomain(sql.interactions().item(row)))
                    .isEqualTo(
                            files.interactions().itemDomain(files.interactions().item(r)));
            assertThat(item.attributes()).isEqualTo(same.attributes());
            assertThat(sql.people().get(sql.interactions().user(row)))
                    .isEqualTo(files.people().get(files.interactions().user(r)));
        }
        assertThat(sql.scales()).containsAllEntriesOf(files.scales());
    }

    @Test
    void whatNobodyJudgedIsLearnedOfByItsAttributes() {
        ItemName item = MadeShop.item(7);
        new Statements(database)
                .execute(
                        "DELETE FROM interaction WHERE item_id IN (SELECT i.id FROM item i JOIN domain d ON d.id = i.domain_id"
                                + " WHERE (d.name, i.external_id) = (?, ?))",
                        item.domain(),
                        item.id());
        var all = interactions.load();
        int number = all.items().stream().map(ItemFacts::name).toList().indexOf(item);
        assertThat(all.interactions().itemsPresent()[number]).isFalse();
        assertThat(new LayerFitting("test").fit(all, 1, Instant.now()).tables().expected()[number])
                .isNotZero();
    }

    @Test
    void anItemThatComesAfterItsLayerIsLearnedOfAtOnce() throws InterruptedException {
        rename("i7", "elsewhere");
        fitted(1);
        service.activate(folder.toString());
        states.refresh();
        int known = states.state().learned().known();
        rename("elsewhere", "i7");
        Instant late = Instant.now().plusSeconds(20);
        while (states.state().learned().known() == known && Instant.now().isBefore(late)) {
            Thread.sleep(100); // PostgreSQL counts rows written within a second
            states.refresh();
        }
        assertThat(states.state().learned().known()).isGreaterThan(known);
    }

    private void rename(String from, String to) {
        new Statements(database).execute("UPDATE item SET external_id = ? WHERE external_id = ?", to, from);
    }

    private DecisionArtifact fitted(long seed) {
        DecisionArtifact artifact = new LayerFitting("test").fit(shop.dataSet(), seed, Instant.now());
        artifact.write(folder);
        return artifact;
    }

    /** With other items, between whose domains nothing is carried. */
    private static DecisionArtifact foreign(DecisionArtifact own, List<ItemName> names)
            throws ReflectiveOperationException {
        return DecisionArtifact.of(
                own.layer().like(),
                own.layer().rank(),
                ChangedTables.of(own.tables(), Map.of("items", names, "carried", List.of(), "heights", Map.of())),
                own.provenance());
    }

    private String served() {
        return recommend().versions().decision();
    }

    private Recommendation recommend() {
        return recommendations.decide(
                new RecommendationRequest(
                        MadeShopTables.NAMESPACE, "u1", MadeShop.FILMS, 1, null, List.of("i1"), null, null),
                false);
    }
}
