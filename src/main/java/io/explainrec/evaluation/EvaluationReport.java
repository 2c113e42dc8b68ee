package io.explainrec.evaluation;

import java.util.List;
import java.util.Map;

/**
 * A report as {@code evaluate} writes it. Protocols, parts, scorers and metrics are names, of which new ones may come up.
 *
 * @param source name of the data set
 * @param java version that evaluated
 * @param data facts of the data set: {@code rows}, {@code users}, {@code items}, {@code likes} and others
 * @param settings how it was done
 * @param notes what was left out or sampled
 * @param others fields that it has beside these, as one of a later version may
 */
public record EvaluationReport(
        String source,
        String java,
        Map<String, Object> data,
        Map<String, Object> settings,
        List<Part> parts,
        List<Figure> measurements,
        List<Reliability> reliability,
        List<Timing> timings,
        List<String> notes,
        List<String> others) {

    /** What the whole of the program is called as a scorer. */
    public static final String FULL = "full";

    /** The scorers that are the whole program: with the language model, or without it. */
    public static final List<String> WHOLE = List.of(FULL, FULL + "-without-llm");

    /** What is between the two names of a paired difference. */
    public static final String VERSUS = "-vs-";

    /** The number of this name in {@code data}; 0 where it is none. */
    public long count(String fact) {
        return data.get(fact) instanceof Number number ? number.longValue() : 0;
    }

    /**
     * How much a part of a protocol holds.
     *
     * @param users who have a row
     * @param bothLabels users with likes and dislikes: those of UAUC
     */
    public record Part(String protocol, String part, long rows, long users, long bothLabels) {}

    /**
     * A measurement and its interval of 95%.
     *
     * @param scorer of a paired difference {@code one-vs-other}
     * @param low NaN where there is no interval; so is {@code high}
     * @param value NaN where it is not defined
     */
    public record Figure(
            String protocol, String part, String scorer, String metric, double low, double value, double high) {
        public boolean defined() {
            return !Double.isNaN(value);
        }

        public boolean ranged() {
            return !Double.isNaN(low) && !Double.isNaN(high);
        }

        /** Whether it is one scorer less another. */
        public boolean difference() {
            return scorer.contains(VERSUS);
        }

        /** Whose figure it is; of a difference, what it is taken from. */
        public String subject() {
            return difference() ? scorer.substring(0, scorer.lastIndexOf(VERSUS)) : scorer;
        }

        /** What a difference is taken against; null where it is none. */
        public String rival() {
            return difference() ? scorer.substring(scorer.lastIndexOf(VERSUS) + VERSUS.length()) : null;
        }

        /** 1 or -1 where the whole interval of a difference is on that side of zero, 0 where nothing can be said. */
        public int side() {
            return !ranged() ? 0 : low > 0 ? 1 : high < 0 ? -1 : 0;
        }
    }

    /** What one scorer said, and what was so, by bins of probability. */
    public record Reliability(String protocol, String scorer, List<Bin> bins) {}

    /**
     * A bin of probabilities.
     *
     * @param said mean probability of its rows
     * @param found their share of likes
     */
    public record Bin(double from, double to, long rows, double said, double found) {}

    /** Seconds that one scorer took, waiting for others included. */
    public record Timing(String scorer, double fitSeconds, double scoreSeconds) {}
}
