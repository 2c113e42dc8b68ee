package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.recommend.RecommendationRecorder;
import io.explainrec.recommend.RecommendationRecorder.Told;
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

    /**
     * What was found.
     *
     * @param answers newest first
     * @param unreadable how many records could not be opened
     */
    public record Uses(List<Use> answers, long unreadable) {}

    Uses of(UUID snapshot, KnowledgeEntry entry) {
        List<Told> newest = recorder.newestOf(snapshot, LOOKED_AT);
        List<Use> uses = new ArrayList<>();
        for (Told answer : newest) {
            List<String> titles = answer.items().stream()
                    .filter(item -> item.explanation().claims().containsValue(entry.claim()))
                    .map(Told.Item::title)
                    .toList();
            if (!titles.isEmpty()) {
                uses.add(new Use(answer.id(), answer.at(), titles));
            }
        }
        return new Uses(
                uses, newest.stream().filter(answer -> !answer.readable()).count());
    }
}
