package io.explainrec.ml.eval;

/**
 * How an evaluation is done.
 *
 * @param resamples of users, for each interval
 * @param seed of the resamples
 * @param threads that score at the same time; no figure depends on it
 * @param likeRival scorer that differences in AUC and UAUC are taken against
 * @param rankRival scorer that differences in NDCG are taken against
 */
public record EvaluationSettings(int resamples, long seed, int threads, String likeRival, String rankRival) {
    public EvaluationSettings {
        if (resamples < 1 || threads < 1) {
            throw new EvaluationException(
                    resamples + " resamples on " + threads + " threads; expected at least one of each");
        }
    }

    /** The same, with differences in AUC and UAUC against another scorer, and none in NDCG. */
    EvaluationSettings against(String rival) {
        return new EvaluationSettings(resamples, seed, threads, rival, null);
    }
}
