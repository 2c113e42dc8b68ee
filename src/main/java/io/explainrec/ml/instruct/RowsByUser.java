package io.explainrec.ml.instruct;

import io.explainrec.ml.eval.Interactions;
import java.util.stream.IntStream;

/** Which rows of interactions are whose: eight bytes a row and user, nothing of the rows themselves. */
final class RowsByUser {
    private final int[] rows; // user by user, each user's in their order
    private final int[] ends; // where a user's rows end

    RowsByUser(Interactions interactions) {
        ends = new int[interactions.users()];
        for (int r = 0; r < interactions.size(); r++) {
            ends[interactions.user(r)]++;
        }
        int next = 0;
        for (int u = 0; u < ends.length; u++) {
            next += ends[u];
            ends[u] = next - ends[u]; // the start, which moves to the end as rows come in
        }
        rows = new int[interactions.size()];
        for (int r = 0; r < rows.length; r++) {
            rows[ends[interactions.user(r)]++] = r;
        }
    }

    /** A user's rows, in their order. */
    IntStream of(int user) {
        return IntStream.range(user == 0 ? 0 : ends[user - 1], ends[user]).map(i -> rows[i]);
    }
}
