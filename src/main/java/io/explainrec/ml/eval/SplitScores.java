package io.explainrec.ml.eval;

/**
 * What one scorer says of one split.
 *
 * @param frozen null where the scorer was not asked, as is the ranking
 * @param online null where only the frozen protocol was asked for, as are the next two
 * @param fewShot by number of events
 */
record SplitScores(
        double[] frozen,
        Ranking ranking,
        double[] online,
        double[][] fewShot,
        double[] newItems,
        Report.Timing timing) {
    /** Numbers of events after which new users are scored. */
    static final int[] SHOTS = {0, 1, 3, 5, 10};

    /**
     * A split's parts, the same objects for all scorers, so that these can share what they learn of them.
     *
     * @param newItems null where only the frozen protocol is asked for
     */
    record Cut(TimeSplit split, Interactions past, Interactions test, NewItems newItems) {
        static Cut of(TimeSplit split, boolean everything) {
            Interactions past = split.past();
            Interactions test = split.test();
            return new Cut(split, past, test, everything ? NewItems.of(past, test) : null);
        }
    }

    /** The frozen protocol and the ranking; of the last split, the other protocols too. */
    static SplitScores of(Scorer scorer, Cut cut, boolean everything) {
        if (!everything && scorer.reach() == Scorer.Reach.FROZEN) {
            return new SplitScores(null, null, null, null, null, new Report.Timing(scorer.name(), 0, 0));
        }
        Interactions past = cut.past();
        Interactions test = cut.test();
        long start = System.nanoTime();
        Scorer.Fitted fitted = scorer.fit(past);
        long fit = System.nanoTime() - start;
        double[] frozen = checked(scorer, test, Protocols.frozen(fitted, test));
        Ranking ranking = Ranking.of(fitted, past, test);
        double[] online = null;
        double[][] fewShot = null;
        double[] newItems = null;
        if (everything && scorer.reach() == Scorer.Reach.EVERYWHERE) {
            online = checked(scorer, test, Protocols.online(fitted, test));
            fewShot = new FewShot(past, test).score(fitted, SHOTS);
            NewItems without = cut.newItems();
            long again = System.nanoTime();
            Scorer.Fitted fittedWithout = scorer.fit(without.past());
            fit += System.nanoTime() - again;
            newItems = checked(scorer, without.test(), Protocols.frozen(fittedWithout, without.test()));
        }
        double all = (System.nanoTime() - start) / 1e9;
        var timing = new Report.Timing(scorer.name(), fit / 1e9, all - fit / 1e9);
        return new SplitScores(frozen, ranking, online, fewShot, newItems, timing);
    }

    /** A NaN has no place in an order, so it would corrupt figures without a sign. */
    static double[] checked(Scorer scorer, Interactions rows, double[] scores) {
        for (int r = 0; r < scores.length; r++) {
            if (!Double.isFinite(scores[r])) {
                throw new EvaluationException(scorer.name() + " scores " + rows.userName(rows.user(r)) + " and "
                        + rows.itemName(rows.item(r)) + " with " + scores[r] + "; expected a finite number");
            }
        }
        return scores;
    }
}
