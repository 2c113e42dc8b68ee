package io.explainrec.cli;

import io.explainrec.ml.eval.HashFold;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.TimeSplit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What is learned from, what is validated on, and how the two were told apart.
 *
 * @param words for the manifest
 */
record InstructionSplit(Interactions train, Interactions beforeValid, Interactions valid, String words) {
    private static final int FOLDS = 5;

    static InstructionSplit of(Interactions all) {
        if (all.untimed() == 0) {
            TimeSplit split = TimeSplit.global(all);
            return new InstructionSplit(
                    split.train(),
                    split.train(),
                    split.valid(),
                    "in time: the first 80% of the rows train, the next 10% validate, the last 10% are left out");
        }
        return new InstructionSplit(
                all.select(ofFolds(all, fold -> fold < 3)),
                all.slice(0, 0),
                all.select(ofFolds(all, fold -> fold == 3)),
                "by users, sha256(id) mod 5: 0 to 2 train, 3 validates, 4 is left out; no times");
    }

    private static boolean[] ofFolds(Interactions all, IntPredicate folds) {
        boolean[] kept = new boolean[all.size()];
        IntStream.range(0, kept.length)
                .forEach(r -> kept[r] = folds.test(HashFold.of(all.userName(all.user(r)), FOLDS)));
        return kept;
    }
}
