package io.explainrec.cli.catalog;

import io.explainrec.catalog.demo.DemoService;
import io.explainrec.catalog.demo.DemoShop;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.PlantedTruth;
import io.explainrec.knowledge.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintStream;
import java.util.Optional;

/** Whether the knowledge base found what was planted in the demo shop, and how much that was not. */
@ApplicationScoped
class PlantedCheck {
    private final DemoService demo;
    private final KnowledgeService knowledge;

    PlantedCheck(DemoService demo, KnowledgeService knowledge) {
        this.demo = demo;
        this.knowledge = knowledge;
    }

    /** Looks at the newest snapshot that is ready, whether it serves or not. */
    void run(PrintStream out) {
        Optional<Snapshot> newest = knowledge.newest();
        if (newest.isEmpty()) {
            out.println("No snapshot of the knowledge base is ready; build one with './explainrec knowledge build'.");
            return;
        }
        PlantedTruth.Comparison compared = new PlantedTruth(demo.shop().truth(), DemoShop.FILMS, DemoShop.BOOKS)
                .with(knowledge.entries(newest.get().id(), null, true));
        int found = compared.planted() - compared.missing().size();
        out.printf(
                "Planted effects that the knowledge base found (snapshot %s): %d of %d%n",
                newest.get().id(), found, compared.planted());
        compared.missing().forEach(missing -> out.println("  not found: " + missing));
        out.printf(
                "Its findings: %d, of which %d are true of nothing that was planted%n",
                compared.findings(), compared.wrong().size());
        compared.wrong().forEach(wrong -> out.println("  " + wrong));
        out.printf("RESULT demo.planted_effects %d%n", compared.planted());
        out.printf("RESULT demo.planted_found %d%n", found);
        out.printf("RESULT demo.findings %d%n", compared.findings());
        out.printf("RESULT demo.findings_not_planted %d%n", compared.wrong().size());
    }
}
