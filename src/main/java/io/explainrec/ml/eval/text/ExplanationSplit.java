package io.explainrec.ml.eval.text;

import io.explainrec.ml.Drawn;
import io.explainrec.ml.eval.HashFold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows by their users, so that no user is on both sides: {@code sha256(user) mod 10} of 0 to 4 is held out, 5 to 9 is for training.
 * A pair of user and item counts once, at its first row.
 *
 * @param heldOut to be measured on
 * @param training to be fitted on
 * @param repeated rows left out because their pair came before
 */
public record ExplanationSplit(List<ExplainedRow> heldOut, List<ExplainedRow> training, int repeated) {
    private static final int FOLDS = 10;
    private static final int HELD_OUT = 5;

    /** Whether a user's rows are measured on, and never fitted on. */
    public static boolean heldOut(String user) {
        return HashFold.of(user, FOLDS) < HELD_OUT;
    }

    /** Splits rows, which keep their order. */
    public static ExplanationSplit of(List<ExplainedRow> rows) {
        List<ExplainedRow> heldOut = new ArrayList<>();
        List<ExplainedRow> training = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        int repeated = 0;
        for (ExplainedRow row : rows) {
            if (seen.add(List.of(row.user(), row.item()))) {
                (heldOut(row.user()) ? heldOut : training).add(row);
            } else {
                repeated++;
            }
        }
        return new ExplanationSplit(List.copyOf(heldOut), List.copyOf(training), repeated);
    }

    /** With at most so many of the held-out rows, from 1, drawn by the seed and kept in order. */
    public ExplanationSplit sampled(int rows, long seed) {
        return new ExplanationSplit(Drawn.from(heldOut, rows, seed), training, repeated);
    }
}
