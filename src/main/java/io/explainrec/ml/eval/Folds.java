package io.explainrec.ml.eval;

import java.util.stream.IntStream;

/**
 * Users in folds by {@linkplain HashFold hash of their id}. What the others of a fold say is one object for all protocols and scorers, so
 * that these can share what they learn of it.
 */
final class Folds {
    private final Interactions all;
    private final int[] of;
    private final Interactions[] past;

    Folds(Interactions all, int count) {
        this.all = all;
        of = IntStream.range(0, all.users())
                .map(user -> HashFold.of(all.userName(user), count))
                .toArray();
        past = new Interactions[count];
    }

    int count() {
        return past.length;
    }

    /** The fold of a user. */
    int of(int user) {
        return of[user];
    }

    /** What the users outside a fold say. */
    synchronized Interactions past(int fold) {
        if (past[fold] == null) {
            past[fold] = all.select(all.rows(r -> of[all.user(r)] != fold));
        }
        return past[fold];
    }
}
