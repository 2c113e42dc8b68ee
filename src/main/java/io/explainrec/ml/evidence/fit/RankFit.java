package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.NonNegativeNewton;
import io.explainrec.ml.cf.SoftmaxObjective;
import io.explainrec.ml.cf.SoftmaxObjective.Choice;
import io.explainrec.ml.evidence.AdditiveHead.Term;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Fits the head that orders unseen items: conditional logit of what a user went on to like among all that the user had not judged,
 * with a ridge around prior weights. What is liked among what is judged says little of it, since people judge what they came across.
 * The prior is recent popularity with some of the user's own; free weights give neighbours too much of popularity's place and
 * rank worse later. The weights are the mean of fits whose ridges go from strong to weak, less those ridges that the newest slice
 * surely speaks against: a few hundred users do not tell most of them apart, and one that they chose all the same ranked later rows worse
 * than all together; where tastes are plain, they tell (docs/experiments.md).
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
    private static final List<Double> RIDGES = List.of(10_000.0, 1_000.0, 100.0, 10.0);
    /** Standard errors by which a ridge is refuted: one more than a gain asks for, since the best of several on the same users is too good. */
    private static final double REFUTED = 3;
    /** What all users weigh together, so that the ridge means the same for any number of them. */
    private static final double USERS_WEIGH = 500;

    private final Columns columns;
    private final List<Choice> choices;

    private RankFit(List<Candidates> users, List<EvidenceSource> sources) {
        columns = Columns.of(Candidates.rows(users), sources);
        double sum = users.stream().mapToDouble(Candidates::weight).sum();
        choices = users.stream()
                .map(user -> user.choice(columns, user.weight() / sum * USERS_WEIGH))
                .toList();
    }

    /**
     * @param slices of users, the newest last; without any user the head is the prior
     */
    static LeveledHead fit(List<List<Candidates>> slices, List<EvidenceSource> sources) {
        if (joined(slices).isEmpty()) {
            return prior(sources);
        }
        RankFit all = new RankFit(joined(slices), sources);
        List<Double> ridges = notRefuted(slices, sources);
        double[] weights = new double[all.columns.width()];
        for (double ridge : ridges) {
            double[] own = all.weights(ridge);
            for (int c = 0; c < weights.length; c++) {
                weights[c] += own[c] / ridges.size();
            }
        }
        return new LeveledHead(LeveledHead.Intercept.NONE, all.columns.spans(weights));
    }

    /** Where nobody went on to like anything new, there is nothing to fit, and no usual value to measure from. */
    private static LeveledHead prior(List<EvidenceSource> sources) {
        Map<EvidenceSource, Span> terms = new EnumMap<>(EvidenceSource.class);
        PRIOR.forEach((source, ends) -> {
            if (sources.contains(source)) {
                terms.put(source, new Span(new Term(ends[0], 0), new Term(ends[1], 0)));
            }
        });
        return new LeveledHead(LeveledHead.Intercept.NONE, terms);
    }

    private static List<Candidates> joined(List<List<Candidates>> slices) {
        return slices.stream().flatMap(List::stream).toList();
    }

    /** Ridges whose fit on the slices before does not tell what the newest slice's users chose surely worse than the best one's. */
    private static List<Double> notRefuted(List<List<Candidates>> slices, List<EvidenceSource> sources) {
        List<Candidates> before = joined(slices.subList(0, Math.max(0, slices.size() - 1)));
        if (before.isEmpty()) {
            return RIDGES;
        }
        RankFit fit = new RankFit(before, sources);
        List<double[]> losses = RIDGES.stream()
                .map(ridge -> fit.losses(slices.getLast(), fit.weights(ridge)))
                .toList();
        double[] best = Collections.min(
                losses, Comparator.comparingDouble(own -> Arrays.stream(own).sum()));
        return IntStream.range(0, RIDGES.size())
                .filter(r -> !Gain.of(losses.get(r), best).isAbove(REFUTED))
                .mapToObj(RIDGES::get)
                .toList();
    }

    /** Of each user, that of what was chosen. */
    private double[] losses(List<Candidates> users, double[] weights) {
        return users.stream()
                .mapToDouble(
                        user -> new SoftmaxObjective(List.of(user.choice(columns, 1)), weights.length).value(weights))
                .toArray();
    }

    private double[] weights(double strength) {
        double[] ridge = new double[columns.width()];
        boolean[] bounded = new boolean[columns.width()];
        Arrays.fill(ridge, strength);
        Arrays.fill(bounded, true);
        return NonNegativeNewton.minimise(
                new SoftmaxObjective(choices, columns.width()), ridge, columns.standard(PRIOR), bounded);
    }
}
