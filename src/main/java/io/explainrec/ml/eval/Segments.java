package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Rows of a test slice by what kind of user or item they are of: who is served well, and who is not.
 *
 * <ul>
 *   <li>{@code history-*}: by the number of the user's rows before the cut
 *   <li>{@code popularity-*}: by the number of the item's rows before the cut, in terciles of the items that have any; those without are rare
 *   <li>{@code domain-*}, where there are several
 *   <li>groups of users, each where at least {@value #LEAST_USERS} of them have both labels
 * </ul>
 */
final class Segments {
    static final int LEAST_USERS = 20;

    private static final int[] HISTORY = {0, 1, 10, 50, Integer.MAX_VALUE};
    private static final List<String> HISTORIES =
            List.of("history-0", "history-1-9", "history-10-49", "history-50-plus");

    private static final Set<String> SHOWN =
            Set.of(ScorerNames.MF, ScorerNames.ITEM_MEAN, ScorerNames.POPULARITY_DECAY);

    private final Interactions past;
    private final Interactions test;
    private final List<Segment> found = new ArrayList<>();

    /** A part of the test rows. */
    record Segment(String name, int[] rows) {}

    private Segments(Interactions past, Interactions test) {
        this.past = past;
        this.test = test;
    }

    static List<Segment> of(Interactions past, Interactions test, List<UserGroup> groups) {
        Segments segments = new Segments(past, test);
        segments.histories();
        segments.popularity();
        segments.domains();
        for (UserGroup group : groups) {
            segments.add(group.name(), LEAST_USERS, r -> group.members()[test.user(r)]);
        }
        return List.copyOf(segments.found);
    }

    /** The scorers that segments are measured for, so that a report stays readable. */
    static boolean shows(Scorer scorer) {
        String name = scorer.name();
        return SHOWN.contains(name) || name.startsWith(ScorerNames.FULL);
    }

    private void histories() {
        int[] events = new int[past.users()];
        for (int r = 0; r < past.size(); r++) {
            events[past.user(r)]++;
        }
        for (int h = 0; h < HISTORIES.size(); h++) {
            int from = HISTORY[h];
            int before = HISTORY[h + 1];
            add(HISTORIES.get(h), 0, r -> events[test.user(r)] >= from && events[test.user(r)] < before);
        }
    }

    private void popularity() {
        int[] events = new int[past.items()];
        for (int r = 0; r < past.size(); r++) {
            events[past.item(r)]++;
        }
        int[] sorted = Arrays.stream(events).filter(n -> n > 0).sorted().toArray();
        int rare = sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 3];
        int middle = sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * 2 / 3];
        add("popularity-rare", 0, r -> events[test.item(r)] <= rare);
        add("popularity-middle", 0, r -> events[test.item(r)] > rare && events[test.item(r)] <= middle);
        add("popularity-popular", 0, r -> events[test.item(r)] > middle);
    }

    private void domains() {
        List<String> domains = test.domains();
        List<String> names = PartNames.of(domains);
        for (int d = 0; d < (domains.size() > 1 ? domains.size() : 0); d++) {
            String domain = domains.get(d);
            add("domain-" + names.get(d), 0, r -> test.itemDomain(test.item(r)).equals(domain));
        }
    }

    private void add(String name, int leastUsers, IntPredicate kept) {
        int[] rows = test.rows(kept);
        if (leastUsers == 0
                || Report.PartSize.of("segments", name, test.select(rows)).bothLabels() >= leastUsers) {
            found.add(new Segment(name, rows));
        }
    }
}
