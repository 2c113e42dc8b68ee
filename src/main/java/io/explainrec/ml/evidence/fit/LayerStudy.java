package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What scorers of one data set share for each past: the learned sources, and the rows that heads are fitted on. */
public final class LayerStudy {
    private final DataSet data;
    private final long seed;
    private final LearnedFit learning;
    private final Map<Interactions, Studied> studied = new ConcurrentHashMap<>();

    public LayerStudy(DataSet data, long seed) {
        this.data = data;
        this.seed = seed;
        learning = new LearnedFit(data, seed);
    }

    /** Of one past. */
    record Studied(LayerFit fit, Replay replay) {}

    /** By identity: parts of a data set are immutable. */
    Studied of(Interactions past) {
        return studied.computeIfAbsent(
                past, p -> new Studied(LayerFit.of(data, learning, p, seed), new Replay(data, p, learning.fit(p))));
    }
}
