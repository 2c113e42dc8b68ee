package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.LearnedTables.Carried;
import java.util.HashMap;
import java.util.Map;

/** A user's levels by domain, and the level to expect in a domain that nothing is known of, by what was graded in others. */
final class CarriedLevels {
    private final LearnedTables tables;
    private final Map<String, Known> known = new HashMap<>();

    /** Verdicts in one domain: how many, and by how much they exceed what was expected, summed. */
    private record Known(int events, double surprise) {
        Known plus(Known other) {
            return new Known(events + other.events, surprise + other.surprise);
        }
    }

    CarriedLevels(LearnedTables tables) {
        this.tables = tables;
    }

    /** Takes in a verdict. */
    void add(int item, double surprise) {
        if (!tables.carried().isEmpty()) {
            known.merge(tables.items().get(item).domain(), new Known(1, surprise), Known::plus);
        }
    }

    /**
     * Mean over the other domains, weighted by how much was graded there.
     *
     * @param domain null where the tables do not know it
     * @return NaN where something was graded in the domain itself, or no other one leads to it
     */
    double to(String domain) {
        double sum = 0;
        int events = 0;
        if (!known.containsKey(domain)) {
            for (Carried map : tables.carried()) {
                Known there = known.get(map.from());
                if (there != null && map.to().equals(domain)) {
                    sum += there.events * map.level(Carried.regressors(there.events, there.surprise));
                    events += there.events;
                }
            }
        }
        return events == 0 ? Double.NaN : sum / events;
    }
}
