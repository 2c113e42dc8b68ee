package io.explainrec.ml.eval;

import java.util.Map;
import java.util.Set;

/**
 * How an evaluation is done.
 *
 * @param resamples of users, for each interval
 * @param seed of the resamples
 * @param threads that score at the same time; no figure depends on it
 * @param likeRival scorer that differences in AUC and UAUC are taken against
 * @param rankRival scorer that differences in NDCG are taken against
 * @param asked rows of each newcomer, and of each user among new items, that all scorers are measured on at the global split, those
 *     too that have no stand-in; 0 for none
 * @param simple scorers of which the one with the highest figure of a part is a rival, too, of those that are not among them: its figure is then the
 *     highest of several, so that the difference is told too low, if anything
 * @param wholes by scorer that lacks something, the scorer that has it: what is lacked is worth the difference between them
 */
public record EvaluationSettings(
        int resamples,
        long seed,
        int threads,
        String likeRival,
        String rankRival,
        int asked,
        Set<String> simple,
        Map<String, String> wholes) {
    public EvaluationSettings {
        if (resamples < 1 || threads < 1) {
            throw new EvaluationException(
                    resamples + " resamples on " + threads + " threads; expected at least one of each");
        }
        if (asked < 0) {
            throw new EvaluationException(asked + " rows of each newcomer; expected 0 or more");
        }
        simple = Set.copyOf(simple);
        wholes = Map.copyOf(wholes);
    }

    /** Where no newcomers are asked about, nothing is simple, and nothing lacks anything. */
    public EvaluationSettings(int resamples, long seed, int threads, String likeRival, String rankRival) {
        this(resamples, seed, threads, likeRival, rankRival, 0, Set.of(), Map.of());
    }

    /** The same, with differences in AUC and UAUC against another scorer, and none in NDCG but against the best simple one. */
    EvaluationSettings against(String rival) {
        return new EvaluationSettings(resamples, seed, threads, rival, null, asked, simple, wholes);
    }
}
