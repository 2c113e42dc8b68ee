package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import io.explainrec.Api;
import io.explainrec.platform.Folders;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.explainrec.platform.problem.Conflict;
import io.explainrec.recommend.Recommendation;
import io.explainrec.registry.trained.KeptModel;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A trained model of two layers serves, with a layer that was fitted with it, and goes again. */
@QuarkusTest
@Order(1)
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class TrainedServingQuarkusTest extends ServedModels {
    @Test
    void thePublishedModelIsHeardWhereNoneWasTrained() {
        Recommendation answer = served();
        assertThat(answer.versions().model()).isEqualTo(PUBLISHED);
        assertThat(answer.degraded()).isNull();
        assertThat(said(answer)).isNotZero();
    }

    @Test
    void aModelAndItsLayerServeTogetherAndTheBaseComesBack() {
        KeptModel model = trained(0.1);
        String layer = hearing(model, 1);
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
        service.activate(next, hearing(next, 2));
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
        service.activate(model, hearing(model, 1));
        assertThat(service.activateBase()).isEqualTo(own);
        service.activate(model, service.layerOf(model).orElseThrow()); // known by now
        layers.activate(own); // any model goes with a layer that hears none
        assertThat(service.activateBase()).isEqualTo(own);
    }

    @Test
    void aLayerThatHearsNobodyGoesWithEveryModel() {
        embeddings.catchUp(count -> {}); // or a later fit knows vectors that an earlier one did not
        String fitted = layers.fit(0).layer().version();
        KeptModel model = trained(0.1);
        KeptModel other = trained(0.2);
        assertThat(layer(model, 0)).isEqualTo(layer(other, 0)).isEqualTo(fitted);
        service.activate(model, fitted);
        service.activate(other, fitted);
        assertThat(service.activateBase()).isEqualTo(fitted);

        String asked = layer(model, 7); // a model is asked before anybody fits the same without one
        assertThat(layers.fit(7).layer().version()).isEqualTo(asked);
        assertThat(layers.activate(asked)).isEqualTo(asked);
        service.activate(model, hearing(model, 1));
        assertThat(service.activateBase()).isEqualTo(asked);
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedAndChangesNothing() {
        KeptModel model = trained(0.1);
        KeptModel other = trained(0.2);
        String layer = hearing(model, 1);
        assertThatThrownBy(() -> service.activate(other, layer))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("weighs another model's scores than those of " + other.name());
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
    void oneThatTheLayerDoesNotHearIsNotAskedAndThatIsNoFault() {
        KeptModel model = trained(0.1);
        service.activate(model, layer(model, 1));
        await(() -> served().versions().model().equals(model.name()));
        Recommendation answer = served();
        assertThat(answer.degraded()).isNull();
        assertThat(byModel(answer).masked()).isTrue();
        assertThat(answer.personal().prompt()).isNull();
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
}
