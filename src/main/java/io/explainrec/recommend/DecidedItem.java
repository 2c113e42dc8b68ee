package io.explainrec.recommend;

import io.explainrec.ml.evidence.Decision;
import java.util.UUID;

/**
 * A candidate with both heads' decisions.
 *
 * @param rank place in the list from 1; 0 for a candidate that was not shown
 * @param like head for the probability of liking; null in the record of somebody who was erased, as is {@code order}
 * @param order head that orders the list; called {@code rank} outside
 */
public record DecidedItem(UUID itemId, String externalId, String title, int rank, Decision like, Decision order) {}
