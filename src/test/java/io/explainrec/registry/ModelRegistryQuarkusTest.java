package io.explainrec.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class ModelRegistryQuarkusTest {
    @Inject
    ModelRegistry registry;

    @Inject
    EntityManager entities;

    private LiveModel atStart;

    @BeforeEach
    void remember() {
        atStart = registry.live();
    }

    @AfterEach
    void restore() {
        registry.activate(atStart.parts());
    }

    @Test
    void hasALiveVersionOnceStarted() {
        assertThat(stage(atStart.id())).isEqualTo("live");
        assertThat(atStart.parts().baseSha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void knowsTheSamePartsAgain() {
        assertThat(registry.activate(atStart.parts())).isEqualTo(atStart);
    }

    @Test
    void retiresTheVersionBefore() {
        LiveModel next =
                registry.activate(with("another-decision", atStart.parts().encoderVersionId()));

        assertThat(registry.live()).isEqualTo(next);
        assertThat(stage(next.id())).isEqualTo("live");
        assertThat(stage(atStart.id())).isEqualTo("retired");
    }

    @Test
    void staysAsItWasWhereTheNextOneCannotBeStored() {
        assertThatThrownBy(() -> registry.activate(with("decision", -1))).hasStackTraceContaining("encoder_version");

        assertThat(registry.live()).isEqualTo(atStart);
        assertThat(stage(atStart.id())).isEqualTo("live");
    }

    @Test
    void anAdapterMakesAnotherVersion() {
        ModelParts base = atStart.parts();
        LiveModel next = registry.activate(new ModelParts(
                "trained",
                base.baseSha256(),
                "ab12",
                base.formatVersion(),
                base.decisionVersion(),
                base.encoderVersionId()));

        assertThat(next.id()).isNotEqualTo(atStart.id());
        assertThat(stage(atStart.id())).isEqualTo("retired");
        assertThat(registry.activate(base)).isEqualTo(atStart);
    }

    private ModelParts with(String decision, int encoder) {
        ModelParts parts = atStart.parts();
        return new ModelParts(
                parts.name(), parts.baseSha256(), parts.adapterSha256(), parts.formatVersion(), decision, encoder);
    }

    private String stage(UUID id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> entities.createNativeQuery("SELECT stage FROM model_version WHERE id = :id", String.class)
                        .setParameter("id", id)
                        .getSingleResult()
                        .toString());
    }
}
