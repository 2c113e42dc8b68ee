package io.explainrec.audit;

import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRecorder.Told;

/**
 * A record as it was read.
 *
 * @param recommendation as far as it was read; nothing personal is in it where that does not open
 * @param readable whether what is sealed could be opened, or there is none
 */
record StoredRecord(Recommendation recommendation, boolean readable) {
    /**
     * @throws RecordUnreadable where what is sealed does not open
     */
    Recommendation orThrow() {
        if (!readable) {
            throw new RecordUnreadable(recommendation.id());
        }
        return recommendation;
    }

    Told told() {
        return new Told(
                recommendation.id(),
                recommendation.createdAt(),
                readable,
                recommendation.shown().stream()
                        .map(item -> new Told.Item(
                                item.title(),
                                recommendation.explanations().getOrDefault(item.itemId(), Explanation.NONE)))
                        .toList());
    }
}
