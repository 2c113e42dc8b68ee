package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.fit.SoftmaxObjective.Choice;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the head that orders unseen items: conditional logit of what a user went on to like among all that the user had not judged,
 * with a ridge around prior weights. What is liked among what is judged says little of it, since people judge what they came across.
 * The prior is recent popularity with some of the user's own; free weights give neighbours too much of popularity's place and
 * rank worse later. The weights are the mean of fits whose ridges go from strong to weak: a slice is too small to tell which ridge orders
 * later rows best, and none that was chosen so was as good on MovieLens as all together; on the demo shop one was (docs/experiments.md).
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
     * @param users of all slices
     */
    static LeveledHead fit(List<Candidates> users, List<EvidenceSource> sources) {
        Columns columns = Columns.of(Candidates.rows(users), sources);
        double sum = users.stream().mapToDouble(Candidates::weight).sum();
        List<Choice> choices = users.stream()
                .map(user -> user.choice(columns, user.weight() / sum * USERS_WEIGH))
                .toList();
        double[] weights = new double[columns.width()];
        for (double ridge : RIDGES) {
            double[] own = weights(choices, columns, ridge);
            for (int c = 0; c < weights.length; c++) {
                weights[c] += own[c] / RIDGES.length;
            }
        }
        return new LeveledHead(LeveledHead.Intercept.NONE, columns.spans(weights));
    }

    private static double[] weights(List<Choice> choices, Columns columns, double strength) {
        double[] ridge = new double[columns.width()];
        boolean[] bounded = new boolean[columns.width()];
        Arrays.fill(ridge, strength);
        Arrays.fill(bounded, true);
        return NonNegativeNewton.minimise(
                new SoftmaxObjective(choices, columns.width()), ridge, columns.standard(PRIOR), bounded);
    }
}
