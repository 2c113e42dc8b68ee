package io.explainrec.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.catalog.demo.DemoShop;
import io.explainrec.catalog.demo.ImportedDemo;
import io.explainrec.catalog.imports.ImportService;
import io.explainrec.platform.installation.Secrets;
import io.explainrec.platform.postgres.PostgresTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was planted in the demo shop is found, with its sign, and little else. */
@QuarkusTest
@WithTestResource(value = PostgresTestResource.class, scope = TestResourceScope.GLOBAL)
class PlantedKnowledgeQuarkusTest {
    /** Three times as many as the shop usually has, of whom the weakest effects are not sure. */
    private static final int PEOPLE = 1800;

    private static final long SEED = 2026;

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
        DemoShop shop = ImportedDemo.into(imports, "planted", SEED, PEOPLE);
        Snapshot snapshot = builder.build("test", false);

        PlantedTruth truth = new PlantedTruth(shop.truth());
        // Other tests' shops have findings of their own.
        List<KnowledgeEntry> findings = knowledge.entries(snapshot.id(), null, true, KnowledgeService.MOST).stream()
                .filter(entry -> entry.subject().domain().startsWith(PlantedTruth.PREFIX))
                .toList();
        List<String> wrong = findings.stream()
                .filter(entry -> !truth.isTrue(entry))
                .map(KnowledgeEntry::statement)
                .toList();
        assertThat(truth.missing(findings)).isEmpty();
        // The rate is of what is expected; one shop may have some more.
        assertThat(wrong.size()).as("%s of %d", wrong, findings.size()).isLessThanOrEqualTo(findings.size() / 20);
    }
}
