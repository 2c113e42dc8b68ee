package io.explainrec.embedding;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Down, with the cause, while items cannot get their vectors. It does not make the server unready: answers go on without. */
@Wellness
@ApplicationScoped
class TextEncoderHealth implements HealthCheck {
    private final TextEncoder encoder;

    TextEncoderHealth(TextEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public HealthCheckResponse call() {
        String trouble = encoder.trouble();
        return HealthCheckResponse.named("text encoder")
                .status(trouble == null)
                .withData("state", trouble == null ? "no fault" : trouble)
                .build();
    }
}
