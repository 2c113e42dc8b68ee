package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.LogisticObjective;
import io.explainrec.ml.cf.NonNegativeNewton;
import io.explainrec.ml.evidence.EvidenceSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Weights by which a liked row is told from a disliked one of the same user and the same history: logistic loss on such pairs, in which the
 * level cancels; of two domains what their bases tell is told already. No weight is below 0.
 *
 * @param seed of the pairs that are drawn of a user who has many
 */
record OrderFit(long seed) {
    private static final int PAIRS_PER_USER = 400;
    private static final int STRANGERS = 50;
    private static final double RIDGE = 10;
    /** What all pairs weigh together, so that the ridge means the same for any number of them. */
    private static final double PAIRS_WEIGH = 1000;

    /** Weights of some sources' columns. */
    record Fit(Columns columns, double[] weights) {
        List<EvidenceSource> sources() {
            return columns.sources();
        }
    }

    Fit fit(List<Row> rows, List<EvidenceSource> sources) {
        Columns columns = Columns.of(rows, sources);
        boolean fewCompared = bothOf(rows.stream()).size() < Gain.LEAST_USERS;
        LogisticObjective pairs = pairs(fewCompared ? ofStrangers(rows) : rows, columns);
        double[] ridge = new double[columns.width()];
        boolean[] bounded = new boolean[columns.width()];
        Arrays.fill(ridge, RIDGE);
        Arrays.fill(bounded, true);
        return new Fit(columns, NonNegativeNewton.minimise(pairs, ridge, new double[columns.width()], bounded));
    }

    /**
     * Where fewer than {@value Gain#LEAST_USERS} histories have both a like and a dislike, there are too few pairs within users. Then each run of
     * {@value #STRANGERS} rows counts as one user's, so that items are told apart by what different people said of them.
     */
    private static List<Row> ofStrangers(List<Row> rows) {
        List<Row> asTheyAre = rows.stream().filter(Row::asItIs).toList();
        return IntStream.range(0, asTheyAre.size())
                .mapToObj(r -> asTheyAre.get(r).of(r / STRANGERS))
                .toList();
    }

    /**
     * By how much a fit lowers the loss of users' pairs against another one, each of rows as it was fitted on.
     *
     * @param newestWithout rows of users with one history each
     * @param newestWith the same rows, in the same order
     * @return null where fewer than {@value Gain#LEAST_USERS} of the users have both verdicts
     */
    Gain gain(Fit without, List<Row> newestWithout, Fit with, List<Row> newestWith) {
        List<List<Row>> of = bothOf(newestWithout.stream());
        if (of.size() < Gain.LEAST_USERS) {
            return null;
        }
        return Gain.of(losses(of, without), losses(bothOf(newestWith.stream()), with));
    }

    /** Of each user's pairs, in the mean. */
    double[] losses(List<List<Row>> users, Fit fit) {
        return users.stream()
                .mapToDouble(own -> pairs(own, fit.columns).value(fit.weights) / PAIRS_WEIGH)
                .toArray();
    }

    /** Of each user with both verdicts the rows with the history as it is, or one person would be several. */
    static List<List<Row>> withBoth(List<Row> newest) {
        return bothOf(newest.stream().filter(Row::asItIs));
    }

    private static List<List<Row>> bothOf(Stream<Row> rows) {
        return rows.collect(Collectors.groupingBy(Row::user, TreeMap::new, Collectors.toList())).values().stream()
                .filter(own -> own.stream().map(Row::liked).distinct().count() == 2)
                .toList();
    }

    LogisticObjective pairs(List<Row> rows, Columns columns) {
        Map<Integer, List<Row>> byUser = new HashMap<>();
        rows.forEach(row ->
                byUser.computeIfAbsent(row.user(), u -> new ArrayList<>()).add(row));
        List<Pair> pairs = new ArrayList<>();
        Random random = new Random(seed);
        for (List<Row> own : byUser.values()) {
            List<Row> liked = own.stream().filter(Row::liked).toList();
            List<Row> disliked = own.stream().filter(row -> !row.liked()).toList();
            long all = (long) liked.size() * disliked.size();
            int taken = (int) Math.min(all, PAIRS_PER_USER);
            // A user counts by the root of how many rows could be told apart, as the spread of one user's AUC does.
            double weight =
                    own.getFirst().weight() * Math.sqrt((double) all / (liked.size() + disliked.size())) / taken;
            for (int k = 0; k < taken; k++) {
                long pair = all <= PAIRS_PER_USER ? k : random.nextLong(all);
                pairs.add(new Pair(
                        liked.get((int) (pair / disliked.size())),
                        disliked.get((int) (pair % disliked.size())),
                        weight));
            }
        }
        double sum = pairs.stream().mapToDouble(Pair::weight).sum();
        boolean[] won = new boolean[pairs.size()];
        Arrays.fill(won, true);
        return new LogisticObjective(
                differences(pairs, columns),
                pairs.stream()
                        .mapToDouble(pair -> pair.liked.base() - pair.disliked.base())
                        .toArray(),
                won,
                pairs.stream()
                        .mapToDouble(pair -> pair.weight / sum * PAIRS_WEIGH)
                        .toArray(),
                columns.width());
    }

    /** A liked and a disliked row of one user and one history. */
    private record Pair(Row liked, Row disliked, double weight) {}

    private static LogisticObjective.Rows differences(List<Pair> pairs, Columns columns) {
        double[] other = new double[columns.width()];
        return (k, x) -> {
            columns.put(pairs.get(k).liked, x);
            columns.put(pairs.get(k).disliked, other);
            for (int c = 0; c < x.length; c++) {
                x[c] -= other[c];
            }
        };
    }
}
