package io.explainrec.cli.data;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.HashFold;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.TimeSplit;
import java.util.stream.IntStream;

/**
 * What is learned from, what is validated on, and how the two were told apart.
 *
 * @param beforeValid what is known where it is validated: the validated users' histories, and what all others said
 * @param words for the manifest
 */
public record InstructionSplit(Interactions train, Interactions beforeValid, Interactions valid, String words) {
    private static final int FOLDS = 5;
    /** The folds below it train, and it validates. */
    private static final int VALID = 3;

    /** Of what is learned from, as it is kept in manifests. */
    public String fingerprint() {
        return DataSummary.of(train).fingerprint();
    }

    /**
     * Cuts a data set.
     *
     * @throws CommandException where some rows have a time and some have none, of which nobody knows which came first
     */
    public static InstructionSplit of(Interactions all) {
        if (all.untimed() == 0) {
            TimeSplit split = TimeSplit.global(all);
            return new InstructionSplit(
                    split.train(),
                    split.train(),
                    split.valid(),
                    "in time: the first 80% of the rows train, the next 10% validate, the last 10% are left out");
        }
        if (all.untimed() < all.size()) {
            throw new CommandException(all.untimed() + " of " + all.size()
                    + " interactions have no time, so that it is not known what came before them; add the times, or drop"
                    + " the column");
        }
        return ofUsers(all);
    }

    /** Of a user who validates the first half of the rows is the history, so that validation asks as training does. */
    private static InstructionSplit ofUsers(Interactions all) {
        int[] folds = IntStream.range(0, all.users())
                .map(u -> HashFold.of(all.userName(u), FOLDS))
                .toArray();
        int[] rows = new int[all.users()];
        IntStream.range(0, all.size()).forEach(r -> rows[all.user(r)]++);
        int[] seen = new int[all.users()];
        boolean[] train = new boolean[all.size()];
        boolean[] before = new boolean[all.size()];
        boolean[] valid = new boolean[all.size()];
        for (int r = 0; r < all.size(); r++) {
            int user = all.user(r);
            boolean validates = folds[user] == VALID;
            train[r] = folds[user] < VALID;
            valid[r] = validates && seen[user] >= rows[user] / 2;
            before[r] = train[r] || validates && !valid[r];
            seen[user]++;
        }
        return new InstructionSplit(
                all.select(train),
                all.select(before),
                all.select(valid),
                "by users, sha256(id) mod 5: 0 to 2 train, 3 validates with the first half of each one's rows as history,"
                        + " 4 is left out; no times");
    }
}
