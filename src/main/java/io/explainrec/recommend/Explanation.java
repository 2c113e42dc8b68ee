package io.explainrec.recommend;

import io.explainrec.ml.evidence.EvidenceSource;
import java.util.List;
import java.util.Map;

/**
 * Why an item was shown.
 *
 * @param reason as it was served
 * @param because for each source, the shop's ids of the history items that it rests on
 */
public record Explanation(String reason, Map<EvidenceSource, List<String>> because) {}
