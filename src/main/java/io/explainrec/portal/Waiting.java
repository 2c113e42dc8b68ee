package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import io.explainrec.recommend.layer.LayerService;
import io.explainrec.recommend.layer.StoredLayer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What waits for a person: what serves and may still count somebody who was erased, and what could serve. */
@ApplicationScoped
class Waiting {
    private final LayerService layers;
    private final KnowledgeService knowledge;

    Waiting(LayerService layers, KnowledgeService knowledge) {
        this.layers = layers;
        this.knowledge = knowledge;
    }

    /**
     * One of them.
     *
     * @param what it is, as a sentence
     * @param command that ends it; null where it ends by itself
     */
    record Matter(String what, String command) {}

    /** All of them. */
    List<Matter> all() {
        List<StoredLayer> stored = layers.list();
        return Stream.of(layer(stored), snapshot(), candidate(stored), built())
                .flatMap(Optional::stream)
                .toList();
    }

    /** What serves and may still count somebody who was erased. */
    List<Matter> countErased() {
        return Stream.of(layer(layers.list()), snapshot())
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * @param stored newest first
     */
    static Optional<Matter> layer(List<StoredLayer> stored) {
        return stored.stream()
                .filter(layer -> layer.active() && layer.precedesAnErasure())
                .findFirst()
                .map(serving -> new Matter(
                        "The decision layer that serves, " + serving.version()
                                + ", was fitted before somebody was erased, and may count them until another is activated.",
                        stored.stream()
                                .filter(layer -> !layer.precedesAnErasure())
                                .findFirst()
                                .map(newer -> activate(newer.version()))
                                .orElse("./explainrec model fit")));
    }

    private Optional<Matter> snapshot() {
        return knowledge
                .active()
                .filter(Snapshot::precedesAnErasure)
                .map(Snapshot::id)
                .map(id -> new Matter(
                        "The knowledge base that serves, snapshot " + id
                                + ", was built before somebody was erased, and may count them until the next build, which takes its"
                                + " place by itself.",
                        null));
    }

    /** The newest, unless it serves already, may not since somebody was erased, or is what is to be activated for those who were. */
    static Optional<Matter> candidate(List<StoredLayer> stored) {
        return stored.stream()
                .findFirst()
                .filter(newest -> !newest.active()
                        && !newest.precedesAnErasure()
                        && layer(stored).isEmpty())
                .map(newest -> new Matter(
                        "A decision layer, " + newest.version() + ", was fitted on "
                                + PageValues.of(newest.interactions(), "interaction")
                                + ", and serves when somebody activates it; './explainrec model show "
                                + newest.version()
                                + "' says what it reaches.",
                        activate(newest.version())));
    }

    /** The newest snapshot, unless it serves already or may not since somebody was erased. */
    private Optional<Matter> built() {
        return knowledge
                .newest()
                .filter(newest -> !newest.active() && !newest.precedesAnErasure())
                .map(newest -> new Matter(
                        "A snapshot of the knowledge base was built, with "
                                + PageValues.of(newest.findings(), "finding")
                                + ", and serves when somebody activates it, on the page Knowledge or by",
                        "./explainrec knowledge activate " + newest.id()));
    }

    private static String activate(String version) {
        return "./explainrec model activate " + version;
    }
}
