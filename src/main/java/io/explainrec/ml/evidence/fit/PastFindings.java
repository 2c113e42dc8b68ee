package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Knowledge;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the knowledge base had found, of a data set's past, when a user is asked about. */
@FunctionalInterface
public interface PastFindings {
    /** Snapshots that are made of a data set as time goes on. */
    int SNAPSHOTS = 10;

    /**
     * For a user.
     *
     * @param second when the user is asked about
     * @param said by the user before
     */
    Findings of(long second, int user, List<Said> said);

    /** What somebody said of an item. */
    record Said(int item, boolean liked) {}

    /**
     * As in a shop, where a snapshot is made from time to time, here behind every tenth of the interactions: the newest speaks whose
     * interactions are all of earlier seconds. Without times none does. Belongs to one thread.
     */
    static PastFindings running(DataSet data) {
        Interactions all = data.interactions();
        if (data.knowledge() == PastKnowledge.NONE || all.untimed() > 0) {
            return (second, user, said) -> Findings.NONE;
        }
        Map<Integer, Knowledge> snapshots = new HashMap<>();
        return (second, user, said) -> {
            for (int k = SNAPSHOTS - 1; k > 0; k--) {
                int end = (int) ((long) all.size() * k / SNAPSHOTS);
                if (end > 0 && all.second(end - 1) < second) {
                    Knowledge newest = snapshots.computeIfAbsent(k, n -> data.knowledgeOf(all.slice(0, end)));
                    return findings(newest, data, second, user, said);
                }
            }
            return Findings.NONE;
        };
    }

    /** One snapshot of a whole past, which speaks from then on; none where there are no times. */
    static PastFindings frozen(DataSet data, Interactions past) {
        if (data.knowledge() == PastKnowledge.NONE || past.untimed() > 0 || past.size() == 0) {
            return (second, user, said) -> Findings.NONE;
        }
        Knowledge snapshot = data.knowledgeOf(past);
        long last = past.second(past.size() - 1);
        return (second, user, said) -> findings(snapshot, data, last, user, said);
    }

    private static Findings findings(Knowledge knowledge, DataSet data, long second, int user, List<Said> said) {
        List<History.Event> events = said.stream()
                .map(event -> new History.Event(DataSet.id(event.item), event.liked))
                .toList();
        return knowledge.findings(new History(events, data.people().get(user)), Instant.ofEpochSecond(second));
    }
}
