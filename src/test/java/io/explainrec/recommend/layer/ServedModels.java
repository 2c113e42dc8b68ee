package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.embedding.Spaces;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelState;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.PersonalDataHolder;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.MadeShopTables;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRequest;
import io.explainrec.registry.added.AddedModels;
import io.explainrec.registry.added.SmallModel;
import io.explainrec.registry.trained.KeptModel;
import io.explainrec.registry.trained.KeptModels;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A made shop, a base of two layers beside the published one, and models over it that come to serve and go again. */
abstract class ServedModels {
    static final String PUBLISHED = "SmolLM2-135M-Instruct";
    static final String STATED = DecisionLayer.first().version();

    @Inject
    DataSource database;

    @Inject
    TrainedService service;

    @Inject
    LayerService layers;

    @Inject
    DecisionLayers stored;

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

    final MadeShop shop = new MadeShop(240, 4);
    KeptModels kept;
    AddedModels added;
    Path base;
    EncoderVersion space;

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
        var statements = new Statements(database);
        String own = " WHERE domain_id IN (SELECT id FROM domain WHERE name = '" + MadeShop.FILMS + "')";
        statements.execute("DELETE FROM recommended_item WHERE item_id IN (SELECT id FROM item" + own + ")");
        statements.execute("DELETE FROM recommendation" + own);
        new MadeShopTables(database).remove();
        if (!embeddings.active().equals(space)) {
            spaces.text();
            embeddings.catchUp(count -> {});
        }
        states.refresh();
    }

    KeptModel trained(double change) {
        return kept.keep(TrainedSmall.write(folder.resolve("run" + change), base, change));
    }

    /** One that asked the model and hears nobody, since the answers help nowhere. */
    String layer(KeptModel model, long seed) {
        return fit(model, seed).layer().version();
    }

    private DecisionArtifact fit(KeptModel model, long seed) {
        return service.fit(
                model, data -> new LanguageScores(data, (profile, candidates) -> new float[candidates.size()]), seed);
    }

    /** One that hears the model, as one that was fitted with scores that help. */
    String hearing(KeptModel model, long seed) {
        DecisionArtifact deaf = fit(model, seed);
        Provenance from = deaf.provenance();
        DecisionArtifact hears = DecisionArtifact.of(
                hearing(deaf.layer().like(), seed),
                hearing(deaf.layer().rank(), seed),
                deaf.tables(),
                new Provenance(
                        from.fittedAt(),
                        from.program(),
                        seed,
                        from.data(),
                        from.slices(),
                        from.figures(),
                        new Provenance.Language(model.sha256(), 40, 1000, weight(seed), 0.1, 0.01),
                        from.space(),
                        from.erased(),
                        from.learnedDigest()));
        stored.store(hears, stored.erased().count());
        return hears.layer().version();
    }

    private static LeveledHead hearing(LeveledHead head, long seed) {
        return head.with(EvidenceSource.LLM, weight(seed));
    }

    private static double weight(long seed) {
        return 0.1 * (1 + seed);
    }

    /** What the language model said of the first item. */
    static double said(Recommendation answer) {
        Decision.Contribution said = byModel(answer);
        assertThat(said.masked()).isFalse();
        return said.value();
    }

    static Decision.Contribution byModel(Recommendation answer) {
        return answer.candidates().getFirst().like().contributions().stream()
                .filter(c -> c.source() == EvidenceSource.LLM)
                .findFirst()
                .orElseThrow();
    }

    Recommendation served() {
        return served("u1");
    }

    Recommendation served(String user) {
        states.refresh();
        return recommendations.decide(request(user, "profiled"), true);
    }

    static RecommendationRequest request(String user, String mode) {
        return new RecommendationRequest(
                MadeShopTables.NAMESPACE, user, MadeShop.FILMS, 3, null, List.of("i1", "i2", "i3"), mode, null);
    }

    static void await(BooleanSupplier done) {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within a minute").isLessThan(until);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
