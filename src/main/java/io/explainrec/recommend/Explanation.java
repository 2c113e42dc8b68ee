package io.explainrec.recommend;

import io.explainrec.ml.evidence.EvidenceSource;
import java.util.List;
import java.util.Map;

/**
 * Why an item was shown.
 *
 * @param reason as it was served
 * @param because for each source, the items of the history that it rests on
 * @param claims for each source of knowledge that speaks for the item, what was found that it rests on, in words
 */
public record Explanation(
        String reason, Map<EvidenceSource, List<ItemReference>> because, Map<EvidenceSource, String> claims) {
    /** Nothing is told, or not to this reader. */
    public static final Explanation NONE = new Explanation(null, Map.of(), Map.of());

    public Explanation {
        claims = claims == null ? Map.of() : claims; // of records that are older than these
    }
}
