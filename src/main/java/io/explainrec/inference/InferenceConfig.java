package io.explainrec.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** The language model in this process. */
@ConfigMapping(prefix = "explainrec.inference")
public interface InferenceConfig {
    /** Whether the model is loaded; without it every answer is degraded. */
    @WithDefault("true")
    boolean enabled();

    /** Threads inside a tensor operation; 0 for as many as there are processors. */
    @WithDefault("0")
    @Min(0)
    @Max(256)
    int threads();

    /** Calls that may wait while one is computed; more are refused at once. */
    @WithDefault("16")
    @Min(1)
    int queue();
}
