package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.explainrec.Api;
import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.embedding.Spaces;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelState;
import io.explainrec.ml.adapt.Adaptation;
import io.explainrec.ml.adapt.AdaptationCard;
import io.explainrec.ml.adapt.AdaptationFiles;
import io.explainrec.ml.adapt.TokenAdaptation;
import io.explainrec.ml.adapt.UserAdaptation;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.fusion.fit.SmallFusion;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.Folders;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
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
import io.quarkus.arc.ClientProxy;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
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
    /** As near as a vector that was made in another batch. */
    private static final Offset<Double> NEAR = Offset.offset(1e-5);

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
    EmbeddingService embeddings;

    @Inject
    Spaces spaces;

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
    private EncoderVersion space;

    @BeforeEach
    void put() throws SQLException, IOException {
        new MadeShopTables(database).put(shop);
        kept = new KeptModels(installation.trained());
        added = new AddedModels(installation.models(), Clock.systemUTC());
        base = SmallModel.write(folder.resolve("base"));
        added.add(base, "small", "a test");
        space = embeddings.active();
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
        if (!embeddings.active().equals(space)) {
            spaces.text();
            embeddings.catchUp(count -> {});
        }
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
        Recommendation recorded = recommendations.recommend(request("u1", "non-profiled"));
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

        KeptModel model = kept.keep(adapting(TrainedSmall.write(folder.resolve("adapting"), base, 0.1)));
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
        assertThat(recommendations.decide(request("u1", "non-profiled"), true).degraded())
                .isNull();
        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 0L));
    }

    @Test
    void aPersonsTokenIsMadeInTheBackgroundAndTakesThePlaceOfTheHead() throws SQLException {
        Llama small = Llama.open(base);
        float[] own = small.embedding(
                new InstructionFormat(small.tokenizer(), InstructionFormat.Limits.DEFAULT).firstOfCandidate());
        small.close();
        KeptModel heads = kept.keep(adapting(TrainedSmall.write(folder.resolve("heads"), base, 0.1)));
        service.activate(heads, layer(heads, 1));
        await(() -> served("u2").versions().model().equals(heads.name()));
        double byHead = said(served("u2"));

        KeptModel model = kept.keep(
                adapting(TrainedSmall.write(folder.resolve("tokens"), base, 0.1), new TokenAdaptation(own, 50, 3)));
        service.activate(model, layer(model, 2));
        await(() -> served("u2").versions().model().equals(model.name()) && said(served("u2")) != byHead);
        Recommendation answer = served("u2");
        assertThat(answer.degraded()).isNull();
        double byToken = said(answer);
        assertThat(said(served("u2"))).as("from memory").isEqualTo(byToken);

        UUID user = id(
                "SELECT id FROM app_user WHERE namespace = '" + MadeShopTables.NAMESPACE + "' AND external_id = 'u2'");
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE interaction SET liked = NOT liked WHERE user_id = '" + user + "'");
        }
        double said = said(served("u2"));
        assertThat(said).as("the head, until the token is made anew").isNotEqualTo(byToken);
        await(() -> said(served("u2")) != said);
        PersonalDataHolder memory = holders.stream()
                .filter(holder -> holder.part().equals("languageModelAdaptations"))
                .findFirst()
                .orElseThrow();
        assertThat(memory.erase(user)).isEqualTo(Map.of("languageModelAdaptations", 1L));
        served("u2"); // as a request that began before the erasure
        assertThat(memory.export(user)).isEqualTo(Map.of("inMemory", 0L));
    }

    /** With an adaptation that moves what is said a lot. */
    private static Path adapting(Path model) {
        return adapting(model, null);
    }

    private static Path adapting(Path model, TokenAdaptation token) {
        int width = 32;
        AdaptationFiles.write(
                new UserAdaptation(new Adaptation(new float[width], 2, new double[width], 0, 2, 0.5, 3), token),
                new AdaptationCard(
                        AdaptationCard.VERSION,
                        3,
                        AdaptationFiles.adapter(model),
                        "made",
                        Map.of(),
                        1,
                        1,
                        1,
                        0,
                        token == null ? null : new AdaptationCard.Token(3, 1),
                        Map.of()),
                model);
        return model;
    }

    @Test
    void aModelThatReadsItemsVectorsIsHeardInTheirSpaceAlone() {
        FusionFolder fusion = SmallFusion.ofTexts(folder.resolve("fusion"), 1);
        KeptModel model = kept.keep(adapting(TrainedSmall.write(folder.resolve("fused"), base, 0.1, fusion.pin())));
        String texts = embeddings.active().name();
        for (ThrowingCallable refused : List.<ThrowingCallable>of(
                () -> service.fit(model, data -> null, 1), () -> service.activate(model, layer(trained(0.1), 1)))) {
            assertThatThrownBy(refused)
                    .isInstanceOf(Conflict.class)
                    .hasMessageContaining(
                            "reads items' vectors of " + fusion.card().name())
                    .hasMessageContaining("items lie in " + texts)
                    .hasMessageContaining("./explainrec fusion activate FOLDER");
        }
        assertThat(service.active()).isEmpty();

        spaces.fusion(fusion);
        embeddings.catchUp(count -> {});
        service.activate(model, layer(model, 2));
        await(() -> served().versions().model().equals(model.name()));
        Recommendation answer = served();
        assertThat(answer.degraded()).isNull();
        double heard = said(answer);
        assertThat(heard).isNotZero();
        synchronized (ClientProxy.unwrap(embeddings)) { // with the background kept away
            new Statements(database)
                    .execute(
                            "DELETE FROM item_embedding WHERE item_id ="
                                    + " (SELECT i.id FROM item i JOIN domain d ON d.id = i.domain_id"
                                    + " WHERE d.name = ? AND i.external_id = 'i1')",
                            MadeShop.FILMS);
            Recommendation without = served();
            assertThat(without.degraded()).as("one item without its vector").isNull();
            assertThat(said(without)).isNotCloseTo(heard, NEAR);
        }

        spaces.text();
        embeddings.catchUp(count -> {});
        Recommendation elsewhere = served();
        assertThat(elsewhere.versions().model()).isEqualTo(model.name());
        assertThat(elsewhere.degraded())
                .isEqualTo("the language model reads items' vectors of "
                        + fusion.card().name() + ", and items lie in " + texts + " now");
        assertThat(byModel(elsewhere).masked()).isTrue();

        spaces.fusion(fusion);
        embeddings.catchUp(count -> {});
        assertThat(served().degraded()).isNull();
        assertThat(said(served())).isCloseTo(heard, NEAR);
    }

    @Test
    void aLayerIsFittedWithTheVectorsThatServe() {
        FusionFolder fusion = SmallFusion.ofTexts(folder.resolve("fusion"), 1);
        KeptModel model = kept.keep(TrainedSmall.write(folder.resolve("fused"), base, 0.1, fusion.pin()));
        spaces.fusion(fusion);
        embeddings.catchUp(count -> {});
        Set<List<Float>> read = ConcurrentHashMap.newKeySet();
        LanguageScores.Model reading = (profile, candidates) -> {
            candidates.forEach(candidate -> read.add(floats(candidate.vector())));
            return new float[candidates.size()];
        };
        service.fit(model, data -> new LanguageScores(data, reading, LanguageScores.PLAIN, data::vector), 1);
        List<UUID> items = new Statements(database)
                .query("SELECT item_id FROM item_embedding", row -> row.getObject(1, UUID.class));
        assertThat(embeddings.vectors(embeddings.active(), items).values().stream()
                        .map(TrainedServingQuarkusTest::floats))
                .containsAll(read);
        assertThat(read).isNotEmpty();
    }

    private static List<Float> floats(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(k -> vector[k]).toList();
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
        Decision.Contribution said = byModel(answer);
        assertThat(said.masked()).isFalse();
        return said.value();
    }

    private static Decision.Contribution byModel(Recommendation answer) {
        return answer.candidates().getFirst().like().contributions().stream()
                .filter(c -> c.source() == EvidenceSource.LLM)
                .findFirst()
                .orElseThrow();
    }

    private Recommendation served() {
        return served("u1");
    }

    private Recommendation served(String user) {
        states.refresh();
        return recommendations.decide(request(user, "profiled"), true);
    }

    private static RecommendationRequest request(String user, String mode) {
        return new RecommendationRequest(
                MadeShopTables.NAMESPACE, user, MadeShop.FILMS, 3, null, List.of("i1", "i2", "i3"), mode, null);
    }

    private static void await(BooleanSupplier done) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
