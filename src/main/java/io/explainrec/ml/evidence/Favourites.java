package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which values somebody favours, by the rule that associations are counted by: liked {@value #LEAST} times or more, and more often than
 * at the person's own level by one like and by one standard deviation of their number; of each domain the {@value #MOST}
 * surest. The level is the mean share of likes over the values of an attribute.
 *
 * <p>Associations count all that people said, this what a {@link History} holds: the newest events, of each item the last. Who said more may
 * be counted among people of other favourites than are theirs here.
 */
final class Favourites {
    private static final int LEAST = 5;
    private static final int MOST = 2;

    private static final Comparator<Favourite> SUREST = Comparator.comparingDouble(Favourite::sureness)
            .reversed()
            .thenComparing(favourite -> favourite.subject.attribute())
            .thenComparing(favourite -> favourite.subject.value());

    private Favourites() {}

    private record Attribute(String domain, String name) {}

    /**
     * @param sureness standard deviations above the level
     */
    private record Favourite(int number, Subject subject, double sureness) {}

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
        Map<String, List<Favourite>> favourites = new HashMap<>();
        counts.forEach((value, own) -> {
            Subject subject = subjects.get(value);
            double[] sum = levels.get(attribute(subject));
            double level = sum[0] / sum[1];
            double expected = own[1] * level;
            double surplus = own[0] - expected;
            double deviation = Math.sqrt(Math.max(0.01, expected * (1 - level)));
            if (own[0] >= LEAST && surplus >= Math.max(1, deviation)) {
                favourites
                        .computeIfAbsent(subject.domain(), domain -> new ArrayList<>())
                        .add(new Favourite(value, subject, surplus / deviation));
            }
        });
        return favourites.values().stream()
                .flatMap(ofDomain -> ofDomain.stream().sorted(SUREST).limit(MOST))
                .map(Favourite::number)
                .collect(Collectors.toSet());
    }

    private static Attribute attribute(Subject subject) {
        return new Attribute(subject.domain(), subject.attribute());
    }
}
