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
        return HealthCheckResponse.named("language model")
                .up()
                .withData("state", LanguageModelHealth.phase(model.state()))
                .build();
    }
}
