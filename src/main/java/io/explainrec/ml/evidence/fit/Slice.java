package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.Drawn;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.fit.Parts.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A slice of interactions, later ones or those of other users, described by a state that had not seen them: what heads are fitted on, so that
 * no source sees the rows that it was learned from.
 */
final class Slice {
    /** Histories are also cut to their last few events, so that weights are right for those who have few. */
    private static final int[] CUTS = {1, 3, 5, 10};

    /** Candidates beside the chosen ones that a ranking is fitted on: all where there are no more. */
    private static final int MOST_CANDIDATES = 2000;

    /** Rows of a slice that the like head is fitted on: all where there are no more. */
    static final int MOST_ROWS = 20_000;
    /** Of one user, where there are more: the first ones. */
    static final int MOST_OF_USER = 50;

    /** What verdicts tell of a taste. */
    private static final Set<EvidenceSource> TASTE = Set.of(
            EvidenceSource.FACTORS, EvidenceSource.GRADED_ALIKE, EvidenceSource.ATTRIBUTES, EvidenceSource.NEIGHBOURS);

    private final Replay replay;
    private final Part part;
    private final Interactions rows;
    /** Those of them that the like head is fitted on. */
    private final Order.Groups fitted;
    /** Where there are several; none otherwise. */
    private final List<String> domains;

    private final int number;
    private final List<Rows> elsewhere = new ArrayList<>();

    /** Rows of one user and one domain, as they are described. */
    private record Rows(int[] numbers, List<Row> described) {}

    /**
     * A row of somebody who is known in other domains alone, and the same as it would be if nothing of a taste were told by these.
     */
    record Elsewhere(String domain, Row heard, Row unheard) {}

    /**
     * @param number of the slice: rows of different slices are of different states
     * @param part its rows, and what the state knows
     * @param seed of who is drawn where there are more rows than a fit needs
     */
    Slice(int number, Replay replay, Part part, long seed) {
        this.number = number;
        this.replay = replay;
        this.part = part;
        rows = part.rows();
        Order.Groups byUser = Order.grouped(rows.size(), rows.users(), rows::user);
        fitted = rows.size() > MOST_ROWS ? drawn(byUser, new Random(seed + number)) : byUser;
        domains = rows.domains().size() > 1 ? rows.domains() : List.of();
    }

    /** The first rows of users, user by user until there are enough. */
    private static Order.Groups drawn(Order.Groups byUser, Random random) {
        int[] size = new int[byUser.start().length - 1];
        int left = MOST_ROWS;
        for (int u : Drawn.order(size.length, random)) {
            size[u] = Math.min(left, Math.min(MOST_OF_USER, byUser.start()[u + 1] - byUser.start()[u]));
            left -= size[u];
        }
        int[] start = new int[size.length + 1];
        int[] positions = new int[MOST_ROWS - left];
        for (int u = 0; u < size.length; u++) {
            System.arraycopy(byUser.positions(), byUser.start()[u], positions, start[u], size[u]);
            start[u + 1] = start[u] + size[u];
        }
        return new Order.Groups(positions, start);
    }

    /**
     * Rows that the level is fitted on: as they are frozen, and as they would have been asked about one after the other. Without times a
     * user's last few events stand in the place of the first few: those say less of all that came later than the last ones of what comes
     * next, which is what is asked. The replay has then taken the slice in.
     *
     * @param frozen see {@link #frozen()}
     */
    List<Row> level(List<Row> frozen) {
        List<Row> all = new ArrayList<>(frozen);
        if (rows.untimed() > 0) {
            all.removeIf(row -> row.known() == Row.Known.FEW);
        }
        all.addAll(online());
        return all;
    }

    /**
     * Each row as a request at the slice's beginning would have seen it, and as it would have with a short history: of known users
     * their last events, of new ones their first in the slice, which then are no rows. Where there are several domains, also as it would
     * have with what was done in the others alone. Rows of one user and one history have one number.
     */
    List<Row> frozen() {
        List<Row> found = new ArrayList<>();
        for (int u = 0; u < rows.users(); u++) {
            int start = fitted.start()[u];
            int end = fitted.start()[u + 1];
            if (start == end) {
                continue;
            }
            List<History.Event> events = History.newestOfEach(replay.events(u), History.Event::itemId);
            add(found, u, events, start, end, 0, 1);
            int given = events.isEmpty() ? given(end - start) : 0;
            for (int c = 0; c < CUTS.length; c++) {
                int k = CUTS[c];
                double weight = 1.0 / CUTS.length;
                if (events.size() > k) {
                    add(found, u, events.subList(events.size() - k, events.size()), start, end, c + 1, weight);
                } else if (k <= given) {
                    List<History.Event> first = new ArrayList<>();
                    for (int m = start; m < start + k; m++) {
                        first.add(replay.event(rows, fitted.positions()[m]));
                    }
                    add(found, u, first, start + given, end, c + 1, weight);
                }
            }
            if (!domains.isEmpty()) {
                addNewToDomains(found, u, events, start, end);
            }
        }
        return found;
    }

    /** Those of {@link #frozen()} that are known from elsewhere, as of before the replay takes the slice in. */
    List<Elsewhere> elsewhere() {
        List<Elsewhere> found = new ArrayList<>();
        for (Rows of : elsewhere) {
            Replay.Described stranger = replay.about(rows.user(of.numbers[0]), List.of());
            for (int k = 0; k < of.numbers.length; k++) {
                Row heard = of.described.get(k);
                double[] values = heard.values().clone();
                double[] strange = stranger.values(rows.item(of.numbers[k]));
                TASTE.forEach(source -> values[source.ordinal()] = strange[source.ordinal()]);
                found.add(new Elsewhere(domain(of.numbers[k]), heard, heard.with(values, 0)));
            }
        }
        return found;
    }

    /**
     * How many of a new user's rows make short histories of the others. Without times nobody has a history but these: then half of them do,
     * where there are few.
     */
    private int given(int own) {
        int most = CUTS[CUTS.length - 1];
        return own > most ? most : rows.untimed() > 0 ? own / 2 : 0;
    }

    private void add(
            List<Row> found, int user, List<History.Event> events, int start, int end, int variant, double weight) {
        add(found, user, events, Arrays.copyOfRange(fitted.positions(), start, end), variant, weight);
    }

    /**
     * The rows of each domain, known by the others alone: by what came before the slice, and of users who are new by the slice's own
     * rows. All of a user's domains weigh together what the rows as they are do.
     */
    private void addNewToDomains(List<Row> found, int user, List<History.Event> before, int start, int end) {
        int[] own = Arrays.copyOfRange(fitted.positions(), start, end);
        List<String> met =
                Arrays.stream(own).mapToObj(this::domain).distinct().sorted().toList();
        for (String domain : met) {
            List<History.Event> others = before.isEmpty()
                    ? Arrays.stream(own)
                            .filter(row -> !domain(row).equals(domain))
                            .mapToObj(row -> replay.event(rows, row))
                            .toList()
                    : before.stream()
                            .filter(event -> !rows.itemDomain(Replay.number(event.itemId()))
                                    .equals(domain))
                            .toList();
            if (!others.isEmpty() && (before.isEmpty() || others.size() < before.size())) {
                int[] here = Arrays.stream(own)
                        .filter(row -> domain(row).equals(domain))
                        .toArray();
                int first = found.size();
                add(
                        found,
                        user,
                        others.subList(Math.max(0, others.size() - History.LONGEST), others.size()),
                        here,
                        CUTS.length + 1 + domains.indexOf(domain),
                        1.0 / met.size());
                elsewhere.add(new Rows(here, List.copyOf(found.subList(first, found.size()))));
            }
        }
    }

    private String domain(int row) {
        return rows.itemDomain(rows.item(row));
    }

    /**
     * @param variant number of the history: 0 as it is, then those of the cuts and of the domains
     */
    private void add(List<Row> found, int user, List<History.Event> events, int[] of, int variant, double weight) {
        Replay.Described evidence = replay.about(user, events);
        int one = (number * rows.users() + user) * (CUTS.length + 1 + domains.size()) + variant;
        Row.Known known =
                variant == 0 ? Row.Known.AS_IT_IS : variant <= CUTS.length ? Row.Known.FEW : Row.Known.ELSEWHERE;
        for (int row : of) {
            found.add(row(evidence, row, one, weight, known));
        }
    }

    private Row row(Replay.Described evidence, int row, int one, double weight, Row.Known known) {
        int item = rows.item(row);
        return new Row(
                evidence.values(item), evidence.events(item), one, rows.liked(row), replay.base(item), weight, known);
    }

    /**
     * Each row as a request just before its second would have seen it; rows of the slice's first second that stand before the cut are known
     * already. Without times, just before the row, and again with only the last few events of the history.
     */
    List<Row> online() {
        List<Row> found = new ArrayList<>();
        boolean timed = rows.untimed() == 0;
        boolean[] described = new boolean[rows.size()];
        for (int row : fitted.positions()) {
            described[row] = true;
        }
        for (int from = 0, to; from < rows.size(); from = to) {
            to = from + 1;
            while (timed && to < rows.size() && rows.second(to) == rows.second(from)) {
                to++;
            }
            addOfOneSecond(found, IntStream.range(from, to).filter(r -> described[r]));
            if (!timed && described[from]) {
                addLast(found, from);
            }
            for (int r = from; r < to; r++) {
                replay.observe(rows, r);
            }
        }
        return found;
    }

    /** User by user: a description takes much memory, and a file may give all rows one second. */
    private void addOfOneSecond(List<Row> found, IntStream together) {
        Map<Integer, List<Integer>> byUser =
                together.boxed().collect(Collectors.groupingBy(rows::user, LinkedHashMap::new, Collectors.toList()));
        byUser.forEach((user, own) -> {
            Replay.Described evidence = replay.about(user, List.copyOf(replay.events(user)));
            own.forEach(r -> found.add(row(evidence, r, user, 1, Row.Known.AS_IT_IS)));
        });
    }

    private void addLast(List<Row> found, int row) {
        int user = rows.user(row);
        List<History.Event> events = History.newestOfEach(replay.events(user), History.Event::itemId);
        for (int k : CUTS) {
            if (events.size() > k) {
                Replay.Described last = replay.about(user, events.subList(events.size() - k, events.size()));
                found.add(row(last, row, user, 1.0 / CUTS.length, Row.Known.FEW));
            }
        }
    }

    /** Of users who liked something new in the slice: all items they had not judged before it, or a sample of them. */
    List<Candidates> candidates(long seed) {
        Random random = new Random(seed);
        return Chooser.of(part, random).stream()
                .map(user -> candidates(user, random))
                .toList();
    }

    private Candidates candidates(Chooser chooser, Random random) {
        BitSet not = (BitSet) chooser.judged().clone();
        Arrays.stream(chooser.liked()).forEach(not::set);
        // What nobody could be shown any more was not passed over.
        long begin = rows.untimed() == 0 ? rows.second(0) : Long.MIN_VALUE;
        int[] others = IntStream.range(0, rows.items())
                .filter(i -> !not.get(i) && !replay.isRetired(i, begin))
                .toArray();
        IntStream drawn = others.length > MOST_CANDIDATES
                ? Arrays.stream(Drawn.some(others.length, MOST_CANDIDATES, random))
                        .map(k -> others[k])
                : Arrays.stream(others);
        int[] liked = chooser.liked();
        int[] items = IntStream.concat(Arrays.stream(liked), drawn).toArray();
        Replay.Described evidence = replay.about(chooser.user(), List.copyOf(replay.events(chooser.user())));
        return Candidates.of(evidence, items, liked.length, chooser.weight());
    }
}
