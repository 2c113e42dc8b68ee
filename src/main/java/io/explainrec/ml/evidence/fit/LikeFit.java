package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Intercept;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits the head of liking in two steps, since what orders items within a user and what tells the user's level are best learned apart.
 * First the order: logistic loss on pairs of a liked and a disliked row of one user and one history, where the level cancels, and of two
 * domains what their bases tell is told already. Then the
 * level: logistic loss on all rows, with the order's sum as one regressor, so that the result is calibrated. No weight is below 0.
 */
final class LikeFit {
    /** Sources that are the same for all of a user's candidates. */
    static final List<EvidenceSource> LEVEL = List.of(
            EvidenceSource.USER_LEVEL,
            EvidenceSource.MOOD,
            EvidenceSource.GROUP_LEVEL,
            EvidenceSource.USER_BIAS,
            EvidenceSource.CARRIED_LEVEL);

    private static final int FIRST = 4;
    private static final int PAIRS_PER_USER = 400;
    private static final int STRANGERS = 50;
    private static final double ORDER_RIDGE = 10;
    private static final double LEVEL_RIDGE = 1;
    /** What all pairs weigh together, so that the ridge means the same for any number of them. */
    private static final double PAIRS_WEIGH = 1000;

    private final long seed;

    LikeFit(long seed) {
        this.seed = seed;
    }

    /**
     * @param slices rows that pairs are taken of, slice by slice, the newest last
     * @param all rows that the level is fitted on
     * @param order sources that may order
     * @param levels sources that may tell the level
     */
    LeveledHead fit(List<List<Row>> slices, List<Row> all, List<EvidenceSource> order, List<EvidenceSource> levels) {
        List<Row> frozen = joined(slices);
        Fit ofOrder = fit(frozen, helpful(slices, order));
        Columns columns = ofOrder.columns;
        double[] weights = ofOrder.weights;
        Columns level = Columns.of(all, levels);
        // Intercepts and scales of the order, each with little and with much history; then what tells the level.
        // Nothing holds the intercepts, so there is one alone where no history is long.
        boolean anyLong = all.stream().anyMatch(row -> row.events() >= Columns.LONG);
        int width = FIRST + level.width();
        double[][] x = new double[all.size()][width];
        double[] offset = new double[x.length];
        boolean[] liked = new boolean[x.length];
        double[] weight = new double[x.length];
        for (int r = 0; r < x.length; r++) {
            Row row = all.get(r);
            double s = LeveledHead.saturation(row.events());
            double[] own = columns.of(row);
            x[r][0] = anyLong ? 1 - s : 1;
            x[r][1] = anyLong ? s : 0;
            for (int c = 0; c < own.length; c++) {
                x[r][2 + c % 2] += weights[c] * own[c];
            }
            System.arraycopy(level.of(row), 0, x[r], FIRST, level.width());
            offset[r] = row.base();
            liked[r] = row.liked();
            weight[r] = row.weight();
        }
        double[] ridge = new double[width];
        boolean[] bounded = new boolean[width];
        for (int a = 2; a < width; a++) {
            ridge[a] = LEVEL_RIDGE;
            bounded[a] = true;
        }
        double[] fitted = NonNegativeNewton.minimise(
                new LogisticObjective(x, offset, liked, weight, width), ridge, new double[width], bounded);
        for (int c = 0; c < weights.length; c++) {
            weights[c] *= fitted[2 + c % 2];
        }
        Map<EvidenceSource, Span> terms = new EnumMap<>(EvidenceSource.class);
        terms.putAll(columns.spans(weights));
        terms.putAll(level.spans(Arrays.copyOfRange(fitted, FIRST, width)));
        return new LeveledHead(new Intercept(fitted[0], fitted[anyLong ? 1 : 0]), terms);
    }

    private static List<Row> joined(List<List<Row>> slices) {
        return slices.stream().flatMap(List::stream).toList();
    }

    /**
     * Sources without which, fitted on the other slices, the pairs of the newest slice would be told apart worse: asked of each beside all
     * others, and where those that seem needless are not so together, one after the other; all of them where fewer than {@value
     * Gain#LEAST_USERS} users have pairs in it. Knowledge repeats in a coarser grain what other sources say of single items: it is added to
     * those that help without it, so that it takes no place of theirs, and only where it surely helps.
     */
    private List<EvidenceSource> helpful(List<List<Row>> slices, List<EvidenceSource> order) {
        if (slices.size() < 2) {
            return order;
        }
        List<Row> before = joined(slices.subList(0, slices.size() - 1));
        List<EvidenceSource> plain = order.stream()
                .filter(source -> !EvidenceSource.KNOWLEDGE.contains(source))
                .toList();
        Fit without = fit(before, helpful(before, slices.getLast(), plain));
        Stream<EvidenceSource> known = order.stream()
                .filter(EvidenceSource.KNOWLEDGE::contains)
                .filter(source -> surelyHelps(slices.getLast(), without, fit(before, with(without, source))));
        return Stream.concat(without.columns.sources().stream(), known).toList();
    }

    private List<EvidenceSource> helpful(List<Row> before, List<Row> newest, List<EvidenceSource> order) {
        if (withBoth(newest).size() < Gain.LEAST_USERS) {
            return order;
        }
        Fit fit = fit(before, order);
        LogisticObjective pairs = pairs(newest, fit.columns);
        double loss = pairs.value(fit.weights);
        List<EvidenceSource> needless = order.stream()
                .filter(source -> pairs.value(silenced(fit.weights, order.indexOf(source))) <= loss)
                .toList();
        double[] without = fit.weights;
        for (EvidenceSource source : needless) {
            without = silenced(without, order.indexOf(source));
        }
        // Of sources that say the same, each seems needless while the others speak.
        return pairs.value(without) <= loss
                ? order.stream().filter(source -> !needless.contains(source)).toList()
                : oneByOne(pairs, fit.weights, order);
    }

    /** Sources that are left where, one after the other, the most needless is silenced. */
    private static List<EvidenceSource> oneByOne(LogisticObjective pairs, double[] all, List<EvidenceSource> order) {
        double[] weights = all;
        List<EvidenceSource> helpful = new ArrayList<>(order);
        double loss = pairs.value(weights);
        while (true) {
            int worst = -1;
            for (EvidenceSource source : helpful) {
                double without = pairs.value(silenced(weights, order.indexOf(source)));
                if (without <= loss) {
                    loss = without;
                    worst = order.indexOf(source);
                }
            }
            if (worst < 0) {
                return helpful;
            }
            weights = silenced(weights, worst);
            helpful.remove(order.get(worst));
        }
    }

    private static double[] silenced(double[] weights, int source) {
        double[] without = weights.clone();
        without[2 * source] = 0;
        without[2 * source + 1] = 0;
        return without;
    }

    private static List<EvidenceSource> with(Fit fit, EvidenceSource source) {
        return Stream.concat(fit.columns.sources().stream(), Stream.of(source)).toList();
    }

    /** Weights of some sources. */
    private record Fit(Columns columns, double[] weights) {}

    private Fit fit(List<Row> rows, List<EvidenceSource> sources) {
        Columns columns = Columns.of(rows, sources);
        return new Fit(columns, order(rows, columns));
    }

    /** Whether the loss of the newest slice's users is surely lower by one fit than by another. */
    private boolean surelyHelps(List<Row> newest, Fit without, Fit with) {
        List<List<Row>> users = withBoth(newest);
        return Gain.of(losses(users, without), losses(users, with)).isSure();
    }

    /**
     * How much lower the loss of users' pairs is where rows are described with something than where they are without it. Each description has
     * weights of its own, fitted on rows that are described the same way.
     *
     * @param order sources that order
     * @param without fitted on
     * @param newestWithout rows of users with one history each
     * @param with fitted on
     * @param newestWith the same rows, in the same order
     * @return null where fewer than {@value Gain#LEAST_USERS} of the users have both verdicts
     */
    Gain gain(
            List<EvidenceSource> order,
            List<Row> without,
            List<Row> newestWithout,
            List<Row> with,
            List<Row> newestWith) {
        List<List<Row>> of = bothOf(newestWithout.stream());
        if (of.size() < Gain.LEAST_USERS) {
            return null;
        }
        return Gain.of(losses(of, fit(without, order)), losses(bothOf(newestWith.stream()), fit(with, order)));
    }

    private double[] losses(List<List<Row>> users, Fit fit) {
        return users.stream().mapToDouble(own -> loss(own, fit)).toArray();
    }

    /** Of each user with both verdicts the rows with the history as it is, or one person would be several. */
    private static List<List<Row>> withBoth(List<Row> newest) {
        return bothOf(newest.stream().filter(Row::asItIs));
    }

    private static List<List<Row>> bothOf(Stream<Row> rows) {
        return rows.collect(Collectors.groupingBy(Row::user, TreeMap::new, Collectors.toList())).values().stream()
                .filter(own -> own.stream().map(Row::liked).distinct().count() == 2)
                .toList();
    }

    /** Of a user's pairs, in the mean. */
    private double loss(List<Row> own, Fit fit) {
        return pairs(own, fit.columns).value(fit.weights) / PAIRS_WEIGH;
    }

    private double[] order(List<Row> rows, Columns columns) {
        boolean fewCompared = bothOf(rows.stream()).size() < Gain.LEAST_USERS;
        return order(pairs(fewCompared ? ofStrangers(rows) : rows, columns), columns);
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

    private static double[] order(LogisticObjective pairs, Columns columns) {
        double[] ridge = new double[columns.width()];
        boolean[] bounded = new boolean[columns.width()];
        Arrays.fill(ridge, ORDER_RIDGE);
        Arrays.fill(bounded, true);
        return NonNegativeNewton.minimise(pairs, ridge, new double[columns.width()], bounded);
    }

    private LogisticObjective pairs(List<Row> rows, Columns columns) {
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
