package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.explainrec.Api;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelState;
import io.explainrec.ml.adapt.Adaptation;
import io.explainrec.ml.adapt.AdaptationCard;
import io.explainrec.ml.adapt.AdaptationFiles;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.Folders;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.MadeShopTables;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRequest;
import io.explainrec.registry.added.AddedModels;
import io.explainrec.registry.added.SmallModel;
import io.explainrec.registry.trained.KeptModel;
import io.explainrec.registry.trained.KeptModels;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained model of two layers serves, with a layer that was fitted with it, and goes again. */
@QuarkusTest
@Order(1)
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class TrainedServingQuarkusTest {
    private static final String PUBLISHED = "SmolLM2-135M-Instruct";
    private static final String STATED = DecisionLayer.first().version();

    @Inject
    DataSource database;

    @Inject
    TrainedService service;

    @Inject
    LayerService layers;

    @Inject
    LanguageModel models;

    @Inject
    EvidenceStateLoader states;

    @Inject
    RecommendService recommendations;

    @Inject
    Installation installation;

    @Inject
    @Any
    Instance<PersonalDataHolder> holders;

    @TempDir
    Path folder;

    private final MadeShop shop = new MadeShop(120, 4);
    private KeptModels kept;
    private AddedModels added;
    private Path base;

    @BeforeEach
    void put() throws SQLException, IOException {
        new MadeShopTables(database).put(shop);
        kept = new KeptModels(installation.trained());
        added = new AddedModels(installation.models(), Clock.systemUTC());
        base = SmallModel.write(folder.resolve("base"));
        added.add(base, "small", "a test");
        await(() -> models.state().phase() == ModelState.Phase.READY && models.has(LanguageModel.BASE));
        states.refresh();
    }

    @AfterEach
    void remove() throws SQLException {
        service.activateBase();
        layers.activate(LayerService.FIRST);
        await(() -> served().versions().model().equals(PUBLISHED));
        kept.names().forEach(name -> {
            service.forget(name);
            kept.remove(name);
        });
        added.remove("small");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            String own = " WHERE domain_id IN (SELECT id FROM domain WHERE name = '" + MadeShop.FILMS + "')";
            statement.execute("DELETE FROM recommended_item WHERE item_id IN (SELECT id FROM item" + own + ")");
            statement.execute("DELETE FROM recommendation" + own);
        }
        new MadeShopTables(database).remove();
        states.refresh();
    }

    private KeptModel trained(double change) {
        return kept.keep(TrainedSmall.write(folder.resolve("run" + change), base, change));
    }

    private String layer(KeptModel model, long seed) {
        return service.fit(
                        model,
                        data -> new LanguageScores(data, (profile, candidates) -> new float[candidates.size()]),
                        seed)
                .layer()
                .version();
    }

    @Test
    void aModelAndItsLayerServeTogetherAndTheBaseComesBack() {
        KeptModel model = trained(0.1);
        String layer = layer(model, 1);
        assertThat(service.layerOf(model)).isEmpty();
        service.activate(model, layer);
        assertThat(service.layerOf(model)).contains(layer);
        assertThat(service.active().orElseThrow().name()).isEqualTo(model.name());

        await(() -> served().versions().model().equals(model.name()));
        Recommendation answer = served();
        assertThat(answer.degraded()).isNull();
        assertThat(answer.versions().decision()).isEqualTo(layer);
        assertThat(said(answer)).isNotEqualTo(0);
        Recommendation recorded = recommendations.recommend(request("non-profiled"));
        Api.get("/recommendations/" + recorded.id()).statusCode(200).body("model", equalTo(model.name()));

        KeptModel next = trained(-0.2);
        service.activate(next, layer(next, 2));
        await(() -> served().versions().model().equals(next.name()));
        assertThat(said(served())).isNotEqualTo(said(answer));

        assertThat(service.activateBase()).isEqualTo(STATED);
        await(() -> served().versions().model().equals(PUBLISHED));
        assertThat(served().versions().decision()).isEqualTo(STATED);
    }

    @Test
    void theBaseComesBackWithTheLayerThatServedItLast() {
        String own = layers.fit(5).layer().version();
        layers.activate(own);
        KeptModel model = trained(0.1);
        service.activate(model, layer(model, 1));
        assertThat(service.activateBase()).isEqualTo(own);
        service.activate(model, service.layerOf(model).orElseThrow()); // known by now
        layers.activate(own); // any model goes with a layer that hears none
        assertThat(service.activateBase()).isEqualTo(own);
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedAndChangesNothing() {
        KeptModel model = trained(0.1);
        KeptModel other = trained(0.2);
        String layer = layer(model, 1);
        assertThatThrownBy(() -> service.activate(other, layer))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("was not fitted with the scores of " + other.name());
        assertThatThrownBy(() -> layers.activate(layer))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(model.sha256());
        assertThat(service.active()).isEmpty();
        service.activate(model, layer);
        assertThat(layers.activate(layer)).isEqualTo(layer);
        assertThatThrownBy(() -> service.forget(model.name()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("model activate base");
        service.forget(other.name());
    }

    @Test
    void aModelThatAdaptsHearsWhatAPersonSaysNextAndForgetsThem() throws SQLException {
        KeptModel plain = trained(0.1);
        service.activate(plain, layer(plain, 1));
        await(() -> served().versions().model().equals(plain.name()));
        double asItIs = said(served());

        Path adapting = TrainedSmall.write(folder.resolve("adapting"), base, 0.1);
        int width = 32;
        AdaptationFiles.write(
                new Adaptation(new float[width], 2, new double[width], 0, 2, 0.5, 3),
                new AdaptationCard(
                        AdaptationCard.VERSION,
                        3,
                        AdaptationFiles.adapter(adapting),
                        "made",
                        Map.of(),
                        1,
                        1,
                        1,
                        0,
                        Map.of()),
                adapting);
        KeptModel model = kept.keep(adapting);
        assertThat(model.name()).isNotEqualTo(plain.name());
        service.activate(model, layer(model, 2));
        await(() -> served().versions().model().equals(model.name()));
        double adapted = said(served());
        assertThat(adapted).isNotEqualTo(asItIs);
        assertThat(said(served())).as("from memory").isEqualTo(adapted);

        UUID user = id(
                "SELECT id FROM app_user WHERE namespace = '" + MadeShopTables.NAMESPACE + "' AND external_id = 'u1'");
        PersonalDataHolder memory = holders.stream()
                .filter(holder -> holder.part().equals("languageModelAdaptations"))
                .findFirst()
                .orElseThrow();
        assertThat(memory.export(user)).isEqualTo(Map.of("inMemory", 1L));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE interaction SET liked = NOT liked WHERE user_id = '" + user + "'");
        }
        assertThat(said(served())).isNotEqualTo(adapted);
        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 1L));
        assertThat(memory.export(user)).isEqualTo(Map.of("inMemory", 0L));
        assertThat(recommendations.decide(request("non-profiled"), true).degraded())
                .isNull();
        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 0L));
    }

    private UUID id(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getObject(1, UUID.class);
        }
    }

    @Test
    void oneThatCannotBeLoadedLeavesTheOneBeforeServing() {
        KeptModel model = trained(0.1);
        String layer = layer(model, 1);
        service.activate(model, layer);
        await(() -> served().versions().model().equals(model.name()));
        KeptModel lost = trained(0.3);
        String unheard = layer(lost, 2);
        service.activate(lost, unheard);
        Folders.delete(lost.folder());
        for (int k = 0; k < 5; k++) {
            Recommendation answer = served();
            assertThat(answer.versions().model()).isEqualTo(model.name());
            assertThat(answer.versions().decision()).isEqualTo(layer);
            assertThat(answer.degraded()).isNull();
        }
        service.activate(model, layer);
        service.forget(lost.name());
    }

    /** What the language model said of the first item. */
    private static double said(Recommendation answer) {
        return answer.candidates().getFirst().like().contributions().stream()
                .filter(c -> c.source() == EvidenceSource.LLM)
                .mapToDouble(Decision.Contribution::value)
                .findFirst()
                .orElseThrow();
    }

    private Recommendation served() {
        states.refresh();
        return recommendations.decide(request("profiled"), true);
    }

    private static RecommendationRequest request(String mode) {
        return new RecommendationRequest(
                MadeShopTables.NAMESPACE, "u1", MadeShop.FILMS, 3, null, List.of("i1", "i2", "i3"), mode, null);
    }

    private static void await(BooleanSupplier done) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
