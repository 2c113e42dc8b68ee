package io.explainrec.ml.eval;

/** Ways of scoring rows that differ in what is known when a row is scored. */
public final class Protocols {
    private Protocols() {}

    /** Scores rows from one state that none of them changes, as a request scores its candidates. */
    public static double[] frozen(Scorer.Fitted fitted, Interactions rows) {
        return fitted.state().score(rows);
    }

    /** Gives rows to a state as what their users are known by. */
    static void support(Scorer.State state, Interactions given) {
        for (int r = 0; r < given.size(); r++) {
            state.support(given, r);
        }
    }

    /**
     * Scores rows in time, each from everything of strictly earlier seconds. The pooled AUC and calibration of such scores can
     * be trusted, the AUC per user cannot: a label just seen is gone from those to come.
     */
    public static double[] online(Scorer.Fitted fitted, Interactions rows) {
        Scorer.State state = fitted.state();
        double[] scores = new double[rows.size()];
        int waiting = 0;
        for (int r = 0; r < scores.length; r++) {
            if (rows.second(r) != rows.second(waiting)) {
                for (; waiting < r; waiting++) {
                    state.observe(rows, waiting);
                }
            }
            scores[r] = state.score(rows.user(r), rows.item(r));
        }
        return scores;
    }
}
