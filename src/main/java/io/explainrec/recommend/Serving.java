package io.explainrec.recommend;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.embedding.EncoderVersion;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelIdentity;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceState;
import io.explainrec.recommend.layer.DecisionLayers;
import io.explainrec.registry.LiveModel;
import io.explainrec.registry.ModelParts;
import io.explainrec.registry.ModelRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.UUID;

/** What serves now: the decision layer, the live model version that it belongs to, and the recorder of what it decides. */
@ApplicationScoped
class Serving {
    private final ModelRegistry registry;
    private final RecommendationRecorder recorder;
    private final Clock clock;
    private final EvidenceStateLoader states;
    private final RecommendConfig config;

    Serving(
            ModelRegistry registry,
            RecommendationRecorder recorder,
            Clock clock,
            EvidenceStateLoader states,
            RecommendConfig config) {
        this.registry = registry;
        this.recorder = recorder;
        this.clock = clock;
        this.states = states;
        this.config = config;
    }

    void activate(
            @Observes @Priority(45) StartupEvent start,
            LanguageModel model,
            EmbeddingService embeddings,
            DecisionLayers layers) {
        DecisionLayers.Active active = layers.active();
        registry.activate(parts(
                model.identity(active.model()),
                DecisionLayer.exploring(
                        active.version().orElse(DecisionLayer.first().version()), config.exploration()),
                embeddings.active().id()));
    }

    /**
     * State and decision layer of one request, and the model version that is these.
     *
     * @param space that items' vectors are read in
     * @param readsContent whether the layer was fitted in that space
     * @param knowledge snapshot of the knowledge base that the state reads; null where none serves
     * @param model name of the language model that the layer goes with
     */
    record Now(
            EvidenceState state,
            DecisionLayer decisions,
            EncoderVersion space,
            boolean readsContent,
            UUID knowledge,
            String model,
            LiveModel live) {}

    /** What serves now; all of it changes together. */
    Now now() {
        EvidenceStateLoader.Loaded loaded = states.loaded();
        DecisionLayer decisions = loaded.decisions().exploring(config.exploration());
        return new Now(
                loaded.state(),
                decisions,
                loaded.space(),
                loaded.readsContent(),
                loaded.knowledge(),
                loaded.asked(),
                live(parts(loaded.model(), decisions.version(), loaded.space().id())));
    }

    /** The live model version of these parts, made live where another one was. */
    private LiveModel live(ModelParts parts) {
        LiveModel live = registry.live();
        if (live.parts().equals(parts)) {
            return live;
        }
        synchronized (this) {
            LiveModel last = registry.live();
            return last.parts().equals(parts) ? last : registry.activate(parts);
        }
    }

    private static ModelParts parts(ModelIdentity model, String decisions, int encoder) {
        return new ModelParts(
                model.name(), model.sha256(), model.adapterSha256(), model.formatVersion(), decisions, encoder);
    }

    RecommendationRecorder recorder() {
        return recorder;
    }

    Clock clock() {
        return clock;
    }
}
