package io.explainrec.recommend;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps every recommendation that is served. An answer leaves the house only after its record is committed. */
public interface RecommendationRecorder {
    /** Stores the recommendation whole, in one transaction, under its id. */
    void record(Recommendation recommendation);

    /**
     * Reads a recommendation back. Its personal part is absent when it was served without a profile or the person was
     * erased since.
     */
    Optional<Recommendation> find(UUID id);

    /**
     * What the newest recommendations told that a snapshot of the knowledge base had a part in, newest first; without what was only
     * tried.
     *
     * @param limit how many are looked at
     */
    List<Told> newestOf(UUID snapshot, int limit);

    /**
     * What an answer told of the items that it showed.
     *
     * @param readable whether what is sealed could be opened; of who was erased there is nothing to open
     * @param items in the order shown; explained by {@link Explanation#NONE} where nothing is left to read
     */
    record Told(UUID id, Instant at, boolean readable, List<Item> items) {
        /** One item. */
        public record Item(String title, Explanation explanation) {}
    }
}
