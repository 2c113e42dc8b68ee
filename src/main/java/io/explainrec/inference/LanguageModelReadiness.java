package io.explainrec.inference;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Says whether the model answers. Always up: without the model the server answers, degraded. */
@Readiness
@ApplicationScoped
class LanguageModelReadiness implements HealthCheck {
    private final LanguageModel model;

    LanguageModelReadiness(LanguageModel model) {
        this.model = model;
    }

    @Override
    public HealthCheckResponse call() {
        String state = model.state();
        return HealthCheckResponse.named("language model")
                .up()
                .withData("state", state == null ? "ready" : state)
                .build();
    }
}
