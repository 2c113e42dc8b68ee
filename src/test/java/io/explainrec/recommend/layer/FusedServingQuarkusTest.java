package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.adapt.AdaptedSmall;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.MadeShop;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.fusion.fit.SmallFusion;
import io.explainrec.ml.train.TrainedSmall;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.postgres.Statements;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.recommend.Recommendation;
import io.explainrec.registry.trained.KeptModel;
import io.quarkus.arc.ClientProxy;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A model that reads items' vectors serves in their space alone. */
@QuarkusTest
@Order(1)
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class FusedServingQuarkusTest extends ServedModels {
    /** As near as a vector that was made in another batch. */
    private static final Offset<Double> NEAR = Offset.offset(1e-5);

    @Test
    void aModelThatReadsItemsVectorsIsHeardInTheirSpaceAlone() {
        FusionFolder fusion = SmallFusion.ofTexts(folder.resolve("fusion"), 1);
        KeptModel model =
                kept.keep(AdaptedSmall.write(TrainedSmall.write(folder.resolve("fused"), base, 0.1, fusion.pin())));
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
        service.activate(model, hearing(model, 2));
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
                        .map(FusedServingQuarkusTest::floats))
                .containsAll(read);
        assertThat(read).isNotEmpty();
    }

    private static List<Float> floats(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(k -> vector[k]).toList();
    }
}
