package io.explainrec.recommend;

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
     * The newest recommendations that a snapshot of the knowledge base had a part in, newest first.
     *
     * @param limit how many are looked at
     */
    List<Recommendation> newestOf(UUID snapshot, int limit);
}
