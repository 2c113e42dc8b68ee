package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.fit.Slice.Candidates;
import io.explainrec.ml.evidence.fit.SoftmaxObjective.Choice;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the head that orders unseen items: conditional logit of what a user went on to like among all that the user had not judged,
 * with a ridge around prior weights. What is liked among what is judged says little of it, since people judge what they came across.
 * The prior is recent popularity with some of the user's own; free weights give neighbours too much of popularity's place and
 * rank worse later (docs/experiments.md).
 */
final class RankFit {
    /** Prior weights per unit of each source, with little and with much history: chosen on MovieLens 100K's first 80%. */
    static final Map<EvidenceSource, double[]> PRIOR = new EnumMap<>(Map.of(
            EvidenceSource.RECENT_POPULARITY, new double[] {1, 1},
            EvidenceSource.RECENT_ATTENTION, new double[] {0.3, 0.3},
            EvidenceSource.ALIKE_POPULARITY, new double[] {0.7, 0.7},
            EvidenceSource.GRADED_ALIKE, new double[] {0, 1.5},
            EvidenceSource.NOVELTY, new double[] {0, 1},
            EvidenceSource.CO_LIKED, new double[] {0, 1}));

    /** From nearly the prior to nearly free. */
    private static final double[] RIDGES = {10_000, 1_000, 100, 10};
    /** What all users weigh together, so that the ridge means the same for any number of them. */
    private static final double USERS_WEIGH = 500;

    private RankFit() {}

    /**
     * @param slices users by slice, the newest last
     */
    static LeveledHead fit(List<List<Candidates>> slices, List<EvidenceSource> sources) {
        List<Candidates> all = slices.stream().flatMap(List::stream).toList();
        Columns columns = columns(all, sources);
        double[] weights = weights(all, columns, ridge(slices, sources));
        return new LeveledHead(LeveledHead.Intercept.NONE, columns.spans(weights));
    }

    private static Columns columns(List<Candidates> users, List<EvidenceSource> sources) {
        return Columns.of(users.stream().flatMap(user -> user.rows().stream()).toList(), sources);
    }

    /**
     * The strongest ridge that, fitted on the other slices, loses no more on the newest than a standard error against the best one: a
     * shop leaves the prior where its own data say so.
     */
    private static double ridge(List<List<Candidates>> slices, List<EvidenceSource> sources) {
        List<Candidates> before = slices.subList(0, Math.max(0, slices.size() - 1)).stream()
                .flatMap(List::stream)
                .toList();
        if (before.isEmpty() || slices.getLast().size() < 2) {
            return RIDGES[0];
        }
        Columns columns = columns(before, sources);
        List<SoftmaxObjective> newest = slices.getLast().stream()
                .map(user -> new SoftmaxObjective(List.of(user.choice(columns)), columns.width()))
                .toList();
        double[][] losses = new double[RIDGES.length][];
        int best = 0;
        for (int k = 0; k < RIDGES.length; k++) {
            double[] weights = weights(before, columns, RIDGES[k]);
            losses[k] = newest.stream().mapToDouble(user -> user.value(weights)).toArray();
            best = Arrays.stream(losses[k]).sum() < Arrays.stream(losses[best]).sum() ? k : best;
        }
        for (int k = 0; k < best; k++) {
            if (!worse(losses[k], losses[best])) {
                return RIDGES[k];
            }
        }
        return RIDGES[best];
    }

    /** Whether one's losses are above the other's by more than the standard error of the difference. */
    private static boolean worse(double[] losses, double[] others) {
        int n = losses.length;
        double mean = 0;
        double squares = 0;
        for (int u = 0; u < n; u++) {
            mean += (losses[u] - others[u]) / n;
        }
        for (int u = 0; u < n; u++) {
            squares += Math.pow(losses[u] - others[u] - mean, 2);
        }
        return mean > Math.sqrt(squares / (n - 1) / n);
    }

    private static double[] weights(List<Candidates> users, Columns columns, double strength) {
        double sum = users.stream().mapToDouble(Candidates::weight).sum();
        List<Choice> choices = users.stream()
                .map(user -> user.choice(columns))
                .map(choice -> new Choice(choice.x(), choice.chosen(), choice.weight() / sum * USERS_WEIGH))
                .toList();
        double[] ridge = new double[columns.width()];
        boolean[] bounded = new boolean[columns.width()];
        Arrays.fill(ridge, strength);
        Arrays.fill(bounded, true);
        return NonNegativeNewton.minimise(
                new SoftmaxObjective(choices, columns.width()), ridge, columns.standard(PRIOR), bounded);
    }
}
