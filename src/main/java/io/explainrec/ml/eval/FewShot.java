package io.explainrec.ml.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * New users, frozen after their first events: of users with no row in the past, the rows from the 11th on are scored by a state
 * that took in their first k events. The scored rows are the same for every k, and nothing scored flows back.
 */
public final class FewShot {
    /** Events of a user that are never scored, so that each k leaves the same rows. */
    public static final int SKIPPED = 10;

    private final Interactions test;
    private final Interactions scored;
    /** By k - 1: the rows that are the k-th of their user. */
    private final List<int[]> events = new ArrayList<>();

    public FewShot(Interactions past, Interactions test) {
        this.test = test;
        boolean[] known = past.usersPresent();
        int[] seen = new int[test.users()];
        int[] nth = new int[test.size()];
        boolean[] kept = new boolean[test.size()];
        for (int r = 0; r < nth.length; r++) {
            int user = test.user(r);
            nth[r] = known[user] ? 0 : ++seen[user];
            kept[r] = nth[r] > SKIPPED;
        }
        scored = test.select(kept);
        for (int k = 1; k <= SKIPPED; k++) {
            for (int r = 0; r < nth.length; r++) {
                kept[r] = nth[r] == k;
            }
            events.add(Interactions.rows(kept));
        }
    }

    private FewShot(FewShot whole, Interactions scored) {
        test = whole.test;
        events.addAll(whole.events);
        this.scored = scored;
    }

    /** The same with the first scored rows of each user alone, so many at most. */
    public FewShot first(int perUser) {
        return new FewShot(this, scored.first(perUser));
    }

    /** The rows that are scored. */
    public Interactions rows() {
        return scored;
    }

    /**
     * Scores the rows after each of several numbers of events.
     *
     * @param shots rising, at most {@link #SKIPPED}
     * @return scores by shot and row
     */
    public double[][] score(Scorer.Fitted fitted, int... shots) {
        Scorer.State state = fitted.state();
        double[][] scores = new double[shots.length][];
        int given = 0;
        for (int s = 0; s < shots.length; s++) {
            for (; given < shots[s]; given++) {
                for (int r : events.get(given)) {
                    state.support(test, r);
                }
            }
            scores[s] = state.score(scored);
        }
        return scores;
    }
}
