package io.explainrec.embedding;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Down, with the cause, while items cannot get their vectors. It does not make the server unready: answers go on without. */
@Wellness
@ApplicationScoped
class ItemEncoderHealth implements HealthCheck {
    private final ItemEncoders encoders;

    ItemEncoderHealth(ItemEncoders encoders) {
        this.encoders = encoders;
    }

    @Override
    public HealthCheckResponse call() {
        String trouble = encoders.trouble();
        return HealthCheckResponse.named("item encoder")
                .status(trouble == null)
                .withData("state", trouble == null ? "no fault" : trouble)
                .build();
    }
}
