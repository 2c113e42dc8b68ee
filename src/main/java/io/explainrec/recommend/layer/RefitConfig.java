package io.explainrec.recommend.layer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;

/** When the decision layer is fitted anew. What was fitted waits until a person activates it. */
@ConfigMapping(prefix = "explainrec.refit")
public interface RefitConfig {
    /** How often it is looked whether enough came in; "off" for never. */
    @WithDefault("1h")
    String lookEvery();

    /** Interactions in all below which nothing is fitted. */
    @WithDefault("1000")
    @Min(200)
    long least();

    /** New interactions, as a share of those that the last one was fitted on, from which on it is fitted anew. */
    @WithDefault("0.2")
    @DecimalMin("0.01")
    double growth();
}
