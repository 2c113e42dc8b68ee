package io.explainrec.knowledge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Figures of an entry, noise included. A like's share is counted person by person, each weighing the same.
 *
 * @param support how many people it rests on, to the next five; never under the floor
 * @param rate share of likes under the condition, 0 to 1, shrunk towards its parent's: the estimated confidence of an association.
 *     Of a {@link KnowledgeKind#RECENCY}, the share of opinions that lean as those before did, of such as lean at all
 * @param reference the same share otherwise; null where there is nothing to compare with, as are all that follow
 * @param difference how much more often than at people's own level it is liked under the condition than otherwise, -1 to 1; of a
 *     recency, how much more often opinions lean as those before
 * @param low lower end of the difference's 95% interval, -1 at least
 * @param high upper end, 1 at most
 * @param q false discovery rate (Benjamini and Hochberg 1995) at which the difference would just count as found, 0 to 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Statistics(
        int support, double rate, Double reference, Double difference, Double low, Double high, Double q) {
    /** rate / reference; null where there is no reference, or it is 0. */
    @JsonProperty
    public Double lift() {
        return reference == null || reference == 0 ? null : rate / reference;
    }
}
