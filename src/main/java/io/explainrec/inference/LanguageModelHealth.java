package io.explainrec.inference;

import io.explainrec.inference.ModelState.Phase;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Down, with the cause, where the model cannot be loaded and somebody has to mend it; every answer is degraded then. */
@Wellness
@ApplicationScoped
class LanguageModelHealth implements HealthCheck {
    private final LanguageModel model;

    LanguageModelHealth(LanguageModel model) {
        this.model = model;
    }

    @Override
    public HealthCheckResponse call() {
        ModelState state = model.state();
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("language model's files")
                .status(state.phase() != Phase.FAILED)
                .withData("state", phase(state));
        if (state.cause() != null) {
            answer.withData("cause", state.cause());
        }
        return answer.build();
    }

    static String phase(ModelState state) {
        return state.phase().name().toLowerCase(Locale.ROOT);
    }
}
