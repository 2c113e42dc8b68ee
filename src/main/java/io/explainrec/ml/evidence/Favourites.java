package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Which values somebody favours, by the rule that associations are counted by: liked {@value #LEAST} times or more, and more often than
 * at the person's own level by one like and by one standard deviation of their number. The level is the mean share of likes over the
 * values of an attribute.
 */
final class Favourites {
    private static final int LEAST = 5;

    private Favourites() {}

    private record Attribute(String domain, String name) {}

    /**
     * @param valuesOf numbers of the subjects that items have
     * @return numbers of subjects
     */
    static Set<Integer> of(List<History.Event> events, Map<UUID, int[]> valuesOf, List<Subject> subjects) {
        Map<Integer, int[]> counts = new HashMap<>();
        for (History.Event event : events) {
            for (int value : valuesOf.getOrDefault(event.itemId(), new int[0])) {
                int[] own = counts.computeIfAbsent(value, v -> new int[2]);
                own[0] += event.liked() ? 1 : 0;
                own[1]++;
            }
        }
        Map<Attribute, double[]> levels = new HashMap<>();
        counts.forEach((value, own) -> {
            double[] sum = levels.computeIfAbsent(attribute(subjects.get(value)), a -> new double[2]);
            sum[0] += (double) own[0] / own[1];
            sum[1]++;
        });
        Set<Integer> favourites = new HashSet<>();
        counts.forEach((value, own) -> {
            double[] sum = levels.get(attribute(subjects.get(value)));
            double level = sum[0] / sum[1];
            double expected = own[1] * level;
            if (own[0] >= LEAST && own[0] - expected >= Math.max(1, Math.sqrt(expected * (1 - level)))) {
                favourites.add(value);
            }
        });
        return favourites;
    }

    private static Attribute attribute(Subject subject) {
        return new Attribute(subject.domain(), subject.attribute());
    }
}
