package io.explainrec.knowledge;

import io.explainrec.ml.evidence.Person;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the knowledge base is built, and when. */
@ConfigMapping(prefix = "explainrec.knowledge")
public interface KnowledgeConfig {
    /** People below whom nothing is said of a group, an association or a month. */
    @WithDefault("20")
    @Min(5)
    int floor();

    /** Share of findings that may be none (Benjamini-Hochberg), for each of groups, associations and time. */
    @WithDefault("0.05")
    @DecimalMin("0.000001")
    @DecimalMax("0.5")
    double falseDiscoveryRate();

    /** Differences in likes up to this size are no finding; 0.03 is three points of a hundred. */
    @WithDefault("0.03")
    @DecimalMin("0")
    @DecimalMax("0.5")
    double leastDifference();

    /** People whose weight the next larger group's rate has in a group's. */
    @WithDefault("20")
    @DecimalMin("0")
    double shrinkage();

    /** Attribute values of a domain that are looked at: those that most people have opinions on. */
    @WithDefault("100")
    @Min(1)
    @Max(1000)
    int mostValues();

    /**
     * Whether people's demographics are used; without, there is no knowledge of groups, none is told that was, and decisions, fits and prompts know
     * nobody's.
     */
    @WithDefault("true")
    boolean sensitive();

    /** How many days after the month of the newest interaction knowledge is valid, at least 1. */
    @WithDefault("P180D")
    @DurationMin(days = 1)
    @DurationMax(days = 36_500)
    Duration validFor();

    /** How often it is looked whether a snapshot was asked for or is due; "off" for never. */
    @WithDefault("10s")
    String lookEvery();

    /** Interactions in all below which none is built by itself. */
    @WithDefault("1000")
    @Min(1)
    long least();

    /** New interactions, as a share of those of the newest snapshot, from which on one is built by itself. */
    @WithDefault("0.2")
    @DecimalMin("0.01")
    double growth();

    /** Somebody's demographics, as far as they may be used; see {@link #sensitive}. */
    default Person person(String ageBand, String gender, String occupation) {
        return sensitive() ? new Person(ageBand, gender, occupation) : Person.UNKNOWN;
    }

    default Rules rules() {
        return new Rules(floor(), falseDiscoveryRate(), leastDifference(), shrinkage(), mostValues(), sensitive());
    }
}
