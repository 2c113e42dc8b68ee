package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.recommend.Explanation;
import io.explainrec.recommend.Recommendation;
import io.explainrec.recommend.RecommendationRecorder;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which recommendations an entry spoke for. What one rests on is sealed with its person's key, so that the newest records of the snapshot
 * are opened and looked at; of people who were erased none is found.
 */
@ApplicationScoped
class KnowledgeUses {
    /** Records that are opened. */
    static final int LOOKED_AT = 200;

    private final RecommendationRecorder recorder;

    KnowledgeUses(RecommendationRecorder recorder) {
        this.recorder = recorder;
    }

    /** Items of one answer that it spoke for, in their places. */
    public record Use(UUID recommendation, Instant at, List<String> titles) {}

    /** Newest first. */
    List<Use> of(UUID snapshot, KnowledgeEntry entry) {
        List<Use> uses = new ArrayList<>();
        for (Recommendation answer : recorder.newestOf(snapshot, LOOKED_AT)) {
            List<String> titles = answer.shown().stream()
                    .filter(item -> answer.explanations()
                            .getOrDefault(item.itemId(), Explanation.NONE)
                            .claims()
                            .containsValue(entry.claim()))
                    .map(item -> item.title())
                    .toList();
            if (!titles.isEmpty()) {
                uses.add(new Use(answer.id(), answer.createdAt(), titles));
            }
        }
        return uses;
    }
}
