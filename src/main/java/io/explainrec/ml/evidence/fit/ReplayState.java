package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.EvidenceState;
import java.util.Arrays;
import java.util.List;

/** A scorer's state that is a replay: what it takes in, the replay takes in. */
abstract class ReplayState implements Scorer.State {
    final Replay replay;
    /** Who was described last; of one alone, since a description may take as much memory as there are items. */
    private int user = -1;

    private Replay.Described described;
    /** What it was described by. */
    private EvidenceState state;

    ReplayState(Replay replay) {
        this.replay = replay;
    }

    /** Scores of a user's items as of now. */
    abstract double[] scores(int user, int... items);

    @Override
    public final double score(int of, int item) {
        return scores(of, item)[0];
    }

    @Override
    public double[] score(Interactions rows) {
        return perUser(rows, this::scores);
    }

    /** Scores a user's items. */
    @FunctionalInterface
    interface OfUser {
        double[] score(int user, int[] items);
    }

    /** Scores rows user by user, in the order of the rows. */
    static double[] perUser(Interactions rows, OfUser scores) {
        double[] all = new double[rows.size()];
        Order.Groups byUser = Order.grouped(rows.size(), rows.users(), rows::user);
        for (int u = 0; u < rows.users(); u++) {
            int[] own = byUser.of(u).toArray();
            if (own.length > 0) {
                double[] of = scores.score(u, Arrays.stream(own).map(rows::item).toArray());
                for (int k = 0; k < own.length; k++) {
                    all[own[k]] = of[k];
                }
            }
        }
        return all;
    }

    /** What is known of a user by now. */
    final Replay.Described about(int of) {
        if (of != user || state != replay.state()) {
            state = replay.state();
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
