package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Scorer;
import java.util.List;

/** A scorer's state that is a replay: what it takes in, the replay takes in. */
abstract class ReplayState implements Scorer.State {
    final Replay replay;
    /** Who was described last; of one alone, since a description may take as much memory as there are items. */
    private int user = -1;

    private Replay.Described described;

    ReplayState(Replay replay) {
        this.replay = replay;
    }

    /** What is known of a user by now. */
    final Replay.Described about(int of) {
        if (of != user) {
            described = replay.about(of, List.copyOf(replay.events(of)));
            user = of;
        }
        return described;
    }

    private void changed(int changed) {
        if (changed == user) {
            user = -1;
            described = null;
        }
    }

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
