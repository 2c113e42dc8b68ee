package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.Spaces;
import io.explainrec.ml.evidence.Decision;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.fusion.fit.SmallFusion;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.recommend.EvidenceStateLoader;
import io.explainrec.recommend.MadeShopTables;
import io.explainrec.recommend.RecommendService;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRequest;
import io.explainrec.registry.added.SmallModel;
import io.explainrec.registry.trained.KeptModel;
import io.explainrec.registry.trained.KeptModels;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer reads the content evidence of the space that it was fitted in, and of no other. */
@QuarkusTest
@Order(3)
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class LayerSpaceQuarkusTest {
    @Inject
    DataSource database;

    @Inject
    LayerService service;

    @Inject
    TrainedService trained;

    @Inject
    Refit refit;

    @Inject
    Spaces spaces;

    @Inject
    EmbeddingService embeddings;

    @Inject
    EvidenceStateLoader states;

    @Inject
    RecommendService recommendations;

    @Inject
    Installation installation;

    @TempDir
    Path folder;

    @BeforeEach
    void put() throws SQLException {
        new MadeShopTables(database).put(new MadeShop(120, 4));
        embeddings.catchUp(count -> {});
        states.refresh();
    }

    @AfterEach
    void remove() throws SQLException {
        service.activate(LayerService.FIRST);
        spaces.text();
        embeddings.catchUp(count -> {});
        new MadeShopTables(database).remove();
        states.refresh();
    }

    private void fuse() {
        spaces.fusion(SmallFusion.ofTexts(folder.resolve("fusion"), 1));
        embeddings.catchUp(count -> {});
        states.refresh();
    }

    @Test
    void afterASwitchContentIsMaskedUntilALayerOfTheNewSpaceServes() {
        String own = service.fit(1).layer().version();
        service.activate(own);
        states.refresh();
        Recommendation before = recommend();
        assertThat(content(before).masked()).isFalse();
        assertThat(before.versions().encoderVersionId())
                .isEqualTo(embeddings.active().id());
        assertThat(refit.ifDue()).as("nothing new came in").isEmpty();

        fuse();
        Recommendation switched = recommend();
        assertThat(switched.versions().decision()).isEqualTo(own);
        assertThat(switched.versions().encoderVersionId())
                .isEqualTo(embeddings.active().id())
                .isNotEqualTo(before.versions().encoderVersionId());
        assertThat(switched.versions().modelVersionId())
                .isNotEqualTo(before.versions().modelVersionId());
        assertThat(content(switched).masked()).isTrue();
        assertThat(contributions(switched)).as("of all else").isEqualTo(contributions(before));

        String next = refit.ifDue().orElseThrow();
        assertThat(service.get(next).provenance().space())
                .isEqualTo(embeddings.active().space());
        assertThat(refit.ifDue()).as("once for each space").isEmpty();
        service.activate(next);
        states.refresh();
        assertThat(content(recommend()).masked()).isFalse();
        assertThat(content(recommend()).value()).isNotEqualTo(content(before).value());

        service.activate(own); // one of the space before may be gone back to, without its content
        states.refresh();
        assertThat(content(recommend()).masked()).isTrue();
        spaces.text();
        embeddings.catchUp(count -> {});
        states.refresh();
        assertThat(content(recommend()).value()).isEqualTo(content(before).value());
    }

    @Test
    void theStatedWeightsReadAnySpace() {
        assertThat(content(recommend()).masked()).isFalse();
        fuse();
        assertThat(content(recommend()).masked()).isFalse();
    }

    @Test
    void aTrainedModelNeedsALayerOfTheSpaceThatServes() throws IOException {
        KeptModels kept = new KeptModels(installation.trained());
        KeptModel model =
                kept.keep(TrainedSmall.write(folder.resolve("run"), SmallModel.write(folder.resolve("base")), 0.1));
        DecisionArtifact layer = trained.fit(
                model, data -> new LanguageScores(data, (profile, candidates) -> new float[candidates.size()]), 1);
        fuse();
        assertThatThrownBy(() -> trained.activate(model, layer.layer().version()))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("was fitted in another space than fusion-1-")
                .hasMessageContaining("--refit");
        assertThat(trained.active()).isEmpty();
        kept.remove(model.name());
    }

    private static Decision.Contribution content(Recommendation answer) {
        return answer.candidates().getFirst().like().contributions().stream()
                .filter(c -> c.source() == EvidenceSource.CONTENT)
                .findFirst()
                .orElseThrow();
    }

    /** By item and source, without content. */
    private static Map<String, Double> contributions(Recommendation answer) {
        Map<String, Double> all = new TreeMap<>();
        answer.candidates()
                .forEach(item -> item.like().contributions().stream()
                        .filter(c -> c.source() != EvidenceSource.CONTENT)
                        .forEach(c -> all.put(item.externalId() + " " + c.source(), c.contribution())));
        return all;
    }

    private Recommendation recommend() {
        return recommendations.decide(
                new RecommendationRequest(
                        MadeShopTables.NAMESPACE, "u1", MadeShop.FILMS, 1, null, List.of("i1"), null, null),
                false);
    }
}
