package io.explainrec.recommend;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How a recommendation is made. */
@ConfigMapping(prefix = "explainrec.recommend")
public interface RecommendConfig {
    /** Candidates that each generator proposes at most. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int candidates();

    /** Candidates that the language model scores: the best by the other evidence. */
    @WithDefault("20")
    @Min(0)
    @Max(200)
    int scoredByModel();

    /**
     * How far the order lifts items that few have judged, so that they are seen and judged; 0 for not at all. One that nobody judged gains so much, as if it were e to
     * the power of this as likely to be chosen; after n verdicts this over the root of 1 + n. The newest items with the fewest verdicts are then candidates, too.
     */
    @WithDefault("0")
    @DecimalMin("0")
    @DecimalMax("10")
    double exploration();

    /** How long a request waits for the language model. */
    @WithDefault("4s")
    @DurationMin
    @DurationMax(hours = 1)
    Duration modelDeadline();

    /**
     * Users whose adaptation of the language model is kept in memory, the last ones. With one of SmolLM2's width each takes 7 kB for each
     * domain, with one of 4,096 numbers 49 kB: where 10,000 of these fill the heap, keep fewer.
     */
    @WithDefault("10000")
    @Min(0)
    int adaptedUsers();

    /** How long the background may take for a person's token, where the language model learned to make some. */
    @WithDefault("60s")
    @DurationMin
    @DurationMax(hours = 1)
    Duration tokenDeadline();
}
