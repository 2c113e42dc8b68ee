package io.explainrec.recommend;

/** Time of a request's steps. */
final class Stopwatch {
    private final long start = System.nanoTime();
    private long afterCandidates;
    private long afterEvidence;
    private long afterModel;

    void candidates() {
        afterCandidates = System.nanoTime();
    }

    void evidence() {
        afterEvidence = System.nanoTime();
    }

    void languageModel() {
        afterModel = System.nanoTime();
    }

    Recommendation.Timings timings() {
        return new Recommendation.Timings(
                millis(start, afterCandidates),
                millis(afterCandidates, afterEvidence),
                millis(afterEvidence, afterModel),
                millis(start, System.nanoTime()));
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }
}
