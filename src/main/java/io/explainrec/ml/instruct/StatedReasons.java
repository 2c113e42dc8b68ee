package io.explainrec.ml.instruct;

import io.explainrec.ml.evidence.LearnedTables.ItemName;
import java.util.HashMap;
import java.util.Map;

/** Why people said that they like or dislike something, in their own words, and when they said it. */
public final class StatedReasons {
    private final Map<Verdict, Stated> reasons = new HashMap<>();

    /** The verdict that a reason is of; second is that of the event, 0 where it has no time. */
    private record Verdict(String user, ItemName item, long second, boolean liked) {}

    /**
     * What was said.
     *
     * @param second when; not before the event's own
     */
    record Stated(String text, long second) {
        /** Whether it was known before a second, by whoever looked at what was said in earlier ones. */
        boolean knownBefore(long other) {
            return second < other;
        }
    }

    /**
     * Adds a reason; of several of one verdict the first counts, and one that says nothing does not.
     *
     * @param user as interactions name them
     * @param second of the event; 0 where it has no time
     * @param saidAt second in which the reason was given, which may be later; what is earlier counts as the event's own
     */
    public void add(String user, ItemName item, long second, boolean liked, String text, long saidAt) {
        if (text != null && !text.isBlank()) {
            reasons.putIfAbsent(
                    new Verdict(user, item, second, liked), new Stated(text.strip(), Math.max(second, saidAt)));
        }
    }

    /** How many there are. */
    public int size() {
        return reasons.size();
    }

    /** Null where none is known. */
    Stated of(String user, ItemName item, long second, boolean liked) {
        return reasons.get(new Verdict(user, item, second, liked));
    }
}
