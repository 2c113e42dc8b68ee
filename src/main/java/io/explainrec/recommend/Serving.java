package io.explainrec.recommend;

import io.explainrec.embedding.EmbeddingService;
import io.explainrec.inference.LanguageModel;
import io.explainrec.inference.ModelIdentity;
import io.explainrec.ml.evidence.DecisionLayer;
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
    private final DecisionLayer decisions = DecisionLayer.first();

    Serving(ModelRegistry registry, RecommendationRecorder recorder, RecommendConfig config, Clock clock) {
        this.registry = registry;
        this.recorder = recorder;
        this.config = config;
        this.clock = clock;
    }

    void activate(@Observes @Priority(45) StartupEvent start, LanguageModel model, EmbeddingService embeddings) {
        ModelIdentity base = model.identity();
        registry.activate(new ModelParts(
                base.name(),
                base.sha256(),
                base.formatVersion(),
                decisions.version(),
                embeddings.active().id()));
    }

    ModelRegistry registry() {
        return registry;
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

    DecisionLayer decisions() {
        return decisions;
    }
}
