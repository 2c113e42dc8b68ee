package io.explainrec.portal;

import io.explainrec.catalog.Item;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;

/** What the active snapshot found of an item's attribute values. */
@Singleton
class ItemKnowledge {
    private static final int MOST = 10;

    private final KnowledgeService knowledge;

    ItemKnowledge(KnowledgeService knowledge) {
        this.knowledge = knowledge;
    }

    /** The surest first; none where no snapshot is active. */
    List<EntryLine> of(Item item) {
        return knowledge.active().stream()
                .flatMap(active -> knowledge.findings(active.id(), item.domain()).stream()
                        .filter(entry -> has(item, entry.subject()))
                        .map(entry -> EntryLine.of(active.id(), entry)))
                .sorted(Comparator.comparingDouble(
                        line -> line.entry().statistics().q()))
                .limit(MOST)
                .toList();
    }

    private static boolean has(Item item, Subject subject) {
        return item.attributes().getOrDefault(subject.attribute(), List.of()).contains(subject.value());
    }
}
