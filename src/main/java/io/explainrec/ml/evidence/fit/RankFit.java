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

    private static final double RIDGE = 10_000;
    /** What all users weigh together, so that the ridge means the same for any number of them. */
    private static final double USERS_WEIGH = 500;

    private RankFit() {}

    static LeveledHead fit(List<Candidates> users, List<EvidenceSource> sources) {
        Columns columns =
                Columns.of(users.stream().flatMap(user -> user.rows().stream()).toList(), sources);
        double sum = users.stream().mapToDouble(Candidates::weight).sum();
        List<Choice> choices = users.stream()
                .map(user -> user.choice(columns))
                .map(choice -> new Choice(choice.x(), choice.chosen(), choice.weight() / sum * USERS_WEIGH))
                .toList();
        double[] ridge = new double[columns.width()];
        boolean[] bounded = new boolean[columns.width()];
        Arrays.fill(ridge, RIDGE);
        Arrays.fill(bounded, true);
        double[] weights = NonNegativeNewton.minimise(
                new SoftmaxObjective(choices, columns.width()), ridge, columns.standard(PRIOR), bounded);
        return new LeveledHead(LeveledHead.Intercept.NONE, columns.spans(weights));
    }
}
