package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Folds of users by hash of their id, for data without times: a fold's users are scored by what the other folds' users say, with
 * nothing known of themselves, or with half of their rows (by hash of user and item) given and the other half scored.
 */
final class UserFolds {
    private final Interactions all;
    private final Folds folds;
    /** By row, whether it is among those that are given. */
    private final boolean[] given;

    UserFolds(Interactions all, Folds folds) {
        this.all = all;
        this.folds = folds;
        given = new boolean[all.size()];
        for (int r = 0; r < given.length; r++) {
            given[r] = HashFold.of(all.userName(all.user(r)) + "\n" + all.itemName(all.item(r)), 2) == 0;
        }
    }

    /** The rows of a fold's users that are given to it. */
    Interactions given(int fold) {
        return all.select(half(fold, true));
    }

    /** The rows of all folds' users that are scored, fold by fold. */
    Interactions scored() {
        return all.select(IntStream.range(0, folds.count())
                .flatMap(fold -> Arrays.stream(half(fold, false)))
                .toArray());
    }

    /**
     * Scores the rows of {@link #scored}, with nothing known of their users, and with the given half.
     *
     * @return scores before and after
     */
    double[][] score(Scorer scorer) {
        double[][] scores = new double[2][0];
        for (int fold = 0; fold < folds.count(); fold++) {
            Interactions rows = all.select(half(fold, false));
            Interactions given = given(fold);
            Scorer.State state = scorer.fit(folds.past(fold)).state();
            scores[0] = joined(scores[0], state.score(rows));
            Protocols.support(state, given);
            scores[1] = joined(scores[1], state.score(rows));
        }
        return scores;
    }

    private int[] half(int fold, boolean first) {
        return IntStream.range(0, all.size())
                .filter(r -> folds.of(all.user(r)) == fold && given[r] == first)
                .toArray();
    }

    private static double[] joined(double[] a, double[] b) {
        double[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
