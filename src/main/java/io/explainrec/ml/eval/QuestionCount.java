package io.explainrec.ml.eval;

import java.util.List;

/**
 * What an evaluation asks of a scorer without a stand-in, so that it is known before how long one takes that is slow.
 *
 * @param rows that it scores; one that it scores from several states counts as often
 * @param users whose they are
 * @param ranked users whose items it ranks
 */
public record QuestionCount(long rows, int users, int ranked) {
    /**
     * Of {@link Evaluation#run(Interactions, List, List)}.
     *
     * @param asked rows of each newcomer, and of each user among new items, that it is asked about too
     */
    public static QuestionCount of(Interactions data, int asked) {
        boolean[] users = new boolean[data.users()];
        Folds folds = new Folds(data, Evaluation.FOLDS);
        long rows = 0;
        int ranked = 0;
        if (data.untimed() == 0) {
            SplitScores.Cut global = SplitScores.Cut.of(TimeSplit.global(data), asked);
            rows += counted(global.test(), users);
            ranked = global.ranked().numbers().length;
            if (global.asked() != null) {
                rows += (long) SplitScores.SHOTS.length
                        * global.asked().fewShot().rows().size();
                rows += global.asked().newItems().size();
            }
        } else {
            rows += counted(PartEvaluation.folds(data, folds), users);
        }
        if (data.domains().size() > 1) {
            rows += counted(PartEvaluation.of(new CrossDomain(data, folds)), users);
        }
        return new QuestionCount(rows, Interactions.rows(users).length, ranked);
    }

    /** Of {@link Evaluation#run(LineData, List)}, whose lines are a user each. */
    public static QuestionCount of(LineData data) {
        boolean[] users = new boolean[data.all().users()];
        return new QuestionCount(counted(data.protocol(), users), Interactions.rows(users).length, 0);
    }

    private static long counted(PartEvaluation protocol, boolean[] users) {
        return protocol.parts().stream()
                .mapToLong(part -> counted(part.rows(), users))
                .sum();
    }

    private static long counted(Interactions rows, boolean[] users) {
        for (int r = 0; r < rows.size(); r++) {
            users[rows.user(r)] = true;
        }
        return rows.size();
    }
}
