package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.demo.DemoService;
import io.explainrec.catalog.demo.DemoShop;
import io.explainrec.catalog.demo.ImportedDemo;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** What was planted in the demo shop is found, with its sign, and little else. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class PlantedKnowledgeQuarkusTest {
    @Inject
    Secrets secrets;

    @Inject
    ImportService imports;

    @Inject
    KnowledgeBuilder builder;

    @Inject
    KnowledgeService knowledge;

    @Test
    void whatWasPlantedIsFoundAndLittleElse() {
        secrets.write(Counting.SECRET, "the same noise in every run");
        DemoShop shop = ImportedDemo.into(imports, "planted", DemoService.SEED, DemoService.PEOPLE);
        Snapshot snapshot = builder.build("test", false);

        PlantedTruth.Comparison compared = new PlantedTruth(shop.truth(), "planted-films", "planted-books")
                .with(knowledge.entries(snapshot.id(), null, true));
        assertThat(compared.planted()).isEqualTo(11);
        assertThat(compared.missing()).isEmpty();
        // The rate is of what is expected; one shop may have some more.
        assertThat(compared.wrong().size()).as("%s", compared).isLessThanOrEqualTo(compared.findings() / 20);
    }
}
