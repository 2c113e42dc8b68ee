package io.explainrec.recommend;

import io.explainrec.embedding.EmbeddingService;
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

/** What serves now: the decision layer, the live model version that it belongs to, and the recorder of what it decides. */
@ApplicationScoped
class Serving {
    private final ModelRegistry registry;
    private final RecommendationRecorder recorder;
    private final RecommendConfig config;
    private final Clock clock;
    private final EvidenceStateLoader states;

    Serving(
            ModelRegistry registry,
            RecommendationRecorder recorder,
            RecommendConfig config,
            Clock clock,
            EvidenceStateLoader states) {
        this.registry = registry;
        this.recorder = recorder;
        this.config = config;
        this.clock = clock;
        this.states = states;
    }

    void activate(
            @Observes @Priority(45) StartupEvent start,
            LanguageModel model,
            EmbeddingService embeddings,
            DecisionLayers layers) {
        ModelIdentity base = model.identity();
        registry.activate(new ModelParts(
                base.name(),
                base.sha256(),
                base.formatVersion(),
                layers.activeVersion().orElse(DecisionLayer.first().version()),
                embeddings.active().id()));
    }

    /** State and decision layer of one request, and the model version that is these. */
    record Now(EvidenceState state, DecisionLayer decisions, LiveModel live) {}

    /** What serves now; all of it changes together. */
    Now now() {
        EvidenceStateLoader.Loaded loaded = states.loaded();
        return new Now(
                loaded.state(), loaded.decisions(), live(loaded.decisions().version()));
    }

    /** The live model version with this decision layer, made live where another one was. */
    private LiveModel live(String decisions) {
        LiveModel live = registry.live();
        if (live.parts().decisionVersion().equals(decisions)) {
            return live;
        }
        synchronized (this) {
            ModelParts parts = registry.live().parts();
            return parts.decisionVersion().equals(decisions)
                    ? registry.live()
                    : registry.activate(new ModelParts(
                            parts.name(),
                            parts.baseSha256(),
                            parts.formatVersion(),
                            decisions,
                            parts.encoderVersionId()));
        }
    }

    RecommendationRecorder recorder() {
        return recorder;
    }

    RecommendConfig config() {
        return config;
    }

    Clock clock() {
        return clock;
    }
}
