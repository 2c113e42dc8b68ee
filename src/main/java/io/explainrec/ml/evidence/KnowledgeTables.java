package io.explainrec.ml.evidence;

import java.util.List;
import java.util.Map;

/**
 * What a snapshot of the preference knowledge base says, as plain tables: the parts P_demo, P_cross and P_temporal of ExplainRec
 * (arXiv 2511.14770).
 *
 * @param subjects all attribute values that the snapshot looked at, those that the other tables name among them
 * @param groups by cell of people, of whom an age alone, an age and a gender, or all three are given
 * @param favourites by what is favoured in another domain
 * @param months by month of the year, 1 to 12, in UTC
 * @param lately of the last months against the same ones a year before
 */
public record KnowledgeTables(
        List<Subject> subjects,
        Map<Person, Map<Subject, Estimate>> groups,
        Map<Subject, Map<Subject, Estimate>> favourites,
        Map<Integer, Map<Subject, Estimate>> months,
        Map<Subject, Estimate> lately) {
    /** Nothing was counted. */
    public static final KnowledgeTables NONE = new KnowledgeTables(List.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /** An attribute value of a domain's items. */
    public record Subject(String domain, String attribute, String value) {}

    /**
     * How much more often a value is liked under a condition than at people's own level, against otherwise.
     *
     * @param difference of shares of likes, -1 to 1
     * @param error its standard error, above 0
     * @param claim in plain words; null unless it counts as found
     */
    public record Estimate(double difference, double error, String claim) {
        public Estimate {
            if (!Double.isFinite(difference) || !(error > 0)) {
                throw new IllegalArgumentException("a difference of " + difference + " with the error " + error
                        + "; expected a finite one and an error above 0");
            }
        }
    }
}
