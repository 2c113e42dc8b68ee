package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;

/** A scorer's state that is a replay: what it takes in, the replay takes in. */
abstract class ReplayState implements Scorer.State {
    final Replay replay;

    ReplayState(Replay replay) {
        this.replay = replay;
    }

    /** Told of a user whose history changed. */
    void changed(int user) {}

    @Override
    public void observe(Interactions events, int row) {
        replay.observe(events, row);
        changed(events.user(row));
    }

    @Override
    public void support(Interactions events, int row) {
        replay.support(events, row);
        changed(events.user(row));
    }
}
