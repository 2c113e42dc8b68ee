package io.explainrec.ml.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a fit learned of a shop's items and people, as plain tables that are stored with a decision layer. Rows are items, in the
 * order of {@code items}; their numbers are float, so that what is read again is what was written.
 *
 * @param mean of all grades, and what everybody adds to it
 * @param grades how many grades each item had
 * @param level of items, net of who graded them; of those that nobody did, what is expected of any
 * @param expected the same, drawn to what attributes and descriptions lead to expect, see {@link io.explainrec.ml.cf.ExpectedLevels}
 * @param traitLevel how much more people with a trait grade
 * @param factors one fit; several, whose results are averaged, in artefacts from before {@code traitsTold}
 * @param similar by item, the items graded alike, strongest first
 * @param similarity of these, 0 to 1
 * @param predictors by item, those whose likes predict or rule out a like of it most, strongest first; none in large catalogues
 * @param predictions of these, see {@link io.explainrec.ml.cf.Ease}
 * @param attributes values that are shared by enough items, numbered
 * @param attributesOf by item, the numbers of its own
 * @param people whom residuals are counted by: everybody with the same demographics as one
 * @param spoke by item, the numbers of people who graded it
 * @param residuals of these, summed: grade less mean, the item's and the user's level
 * @param counts of these
 * @param likes of these
 * @param carried from domain to domain, how a user's level crosses over; none in artefacts that were made before there was such
 * @param heights by domain, the mean level of its grades above that of all, which the domain's base tells; none where there is one domain, and
 *     in artefacts whose heads were fitted on levels as they are
 * @param traitsTold whether what people's traits give is part of what factors tell; null in artefacts whose heads were fitted on histories alone
 * @param apart domains of whose taste what is said in others tells nothing, and the other way round; none in artefacts from before that was asked
 * @param recency how fast what is popular changes; null, for the stated one, in artefacts from before it was learned
 */
public record LearnedTables(
        List<ItemName> items,
        float mean,
        int[] grades,
        float[] level,
        float[] expected,
        Map<String, Float> traitLevel,
        List<Factors> factors,
        int[][] similar,
        float[][] similarity,
        int[][] predictors,
        float[][] predictions,
        List<String> attributes,
        int[][] attributesOf,
        List<Person> people,
        int[][] spoke,
        float[][] residuals,
        int[][] counts,
        int[][] likes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Carried> carried,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Float> heights,
        @JsonInclude(JsonInclude.Include.NON_NULL) Boolean traitsTold,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> apart,
        @JsonInclude(JsonInclude.Include.NON_NULL) Recency recency) {
    public LearnedTables {
        carried = carried == null ? List.of() : carried;
        heights = heights == null ? Map.of() : heights;
        apart = apart == null ? List.of() : apart;
    }

    /** Of an item's domain; 0 where there is none. */
    float height(int item) {
        return heights.getOrDefault(items.get(item).domain(), 0f);
    }

    /** Whether what is said of items of the one domain tells a taste in the other. */
    boolean isTold(String domain, String inOther) {
        return Objects.equals(domain, inOther) || !isApart(domain) && !isApart(inOther);
    }

    private boolean isApart(String domain) {
        return domain != null && apart.contains(domain);
    }

    /** An item as the shop names it. */
    public record ItemName(String domain, String id) {}

    /**
     * Factors of one fit; of each vector the level comes first.
     *
     * @param items by item
     * @param traits by trait of people, see {@link Person#traits}
     */
    public record Factors(
            float mean, float levelRidge, float factorRidge, float[][] items, Map<String, float[]> traits) {}

    /**
     * The level to expect of a user in one domain by grades in another: {@code weights . [1 - s, s, (1 - s) l, s l]}, where l is the
     * level there and s the {@linkplain LeveledHead#saturation saturation} of how much was graded there.
     *
     * @param weights {@value #WEIGHTS}
     */
    public record Carried(String from, String to, float[] weights) {
        static final int WEIGHTS = 4;
        /** As if both domains were one. */
        public static final Carried SAME = new Carried("", "", new float[] {0, 0, 1, 1});

        /**
         * What the weights are of.
         *
         * @param surprise of all grades in the one domain, summed
         */
        public static double[] regressors(int events, double surprise) {
            double s = LeveledHead.saturation(events);
            double level = surprise / (events + LearnedOfUser.LEVEL_PRIOR);
            return new double[] {1 - s, s, (1 - s) * level, s * level};
        }

        /** The level in the other domain, of {@link #regressors}. */
        public double level(double[] regressors) {
            double sum = 0;
            for (int k = 0; k < WEIGHTS; k++) {
                sum += weights[k] * regressors[k];
            }
            return sum;
        }

        /** One with weights added to these. */
        public Carried changed(String ofFrom, String ofTo, double[] added) {
            float[] sum = weights.clone();
            for (int k = 0; k < WEIGHTS; k++) {
                sum[k] += (float) added[k];
            }
            return new Carried(ofFrom, ofTo, sum);
        }
    }
}
