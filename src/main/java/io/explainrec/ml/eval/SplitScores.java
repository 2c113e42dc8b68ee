package io.explainrec.ml.eval;

/**
 * What one scorer says of one split.
 *
 * @param frozen null where the scorer was not asked, as is the ranking
 * @param online null where it was not asked for
 * @param fewShot by number of events; null where the scorer was not asked, as are the new items
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

    /** A split's parts, the same objects for all scorers, so that these can share what they learn of them. */
    record Cut(int trainPercent, Interactions past, Interactions test, FewShot fewShot, NewItems newItems) {
        static Cut of(TimeSplit split) {
            Interactions past = split.past();
            Interactions test = split.test();
            return new Cut(split.trainPercent(), past, test, new FewShot(past, test), NewItems.of(past, test));
        }
    }

    /**
     * All protocols of a cut.
     *
     * @param last whether it is the global split, whose frozen rows the scorer itself is asked for, and the online protocol
     */
    static SplitScores of(Scorer scorer, Cut cut, boolean last) {
        Interactions past = cut.past();
        Interactions test = cut.test();
        Scorer elsewhere = scorer.elsewhere().orElse(null);
        Scorer here = last ? scorer : elsewhere;
        if (here == null) {
            return new SplitScores(null, null, null, null, null, new Report.Timing(scorer.name(), 0, 0));
        }
        Stopwatch watch = new Stopwatch();
        Scorer.Fitted fitted = watch.fit(here, past);
        double[] frozen = checked(here, test, Protocols.frozen(fitted, test));
        Ranking ranking = Ranking.of(fitted, past, test);
        double[] online = null;
        double[][] fewShot = null;
        double[] newItems = null;
        if (elsewhere != null) {
            Scorer.Fitted fittedElsewhere = elsewhere == here ? fitted : watch.fit(elsewhere, past);
            online = last ? checked(elsewhere, test, Protocols.online(fittedElsewhere, test)) : null;
            fewShot = cut.fewShot().score(fittedElsewhere, SHOTS);
            NewItems without = cut.newItems();
            Scorer.Fitted fittedWithout = watch.fit(elsewhere, without.past());
            newItems = checked(elsewhere, without.test(), Protocols.frozen(fittedWithout, without.test()));
        }
        return new SplitScores(frozen, ranking, online, fewShot, newItems, watch.timing(scorer));
    }

    /** Tells the time of fitting from all other time. */
    private static final class Stopwatch {
        private final long start = System.nanoTime();
        private long fitting;

        Scorer.Fitted fit(Scorer scorer, Interactions past) {
            long began = System.nanoTime();
            Scorer.Fitted fitted = scorer.fit(past);
            fitting += System.nanoTime() - began;
            return fitted;
        }

        Report.Timing timing(Scorer scorer) {
            double all = (System.nanoTime() - start) / 1e9;
            return new Report.Timing(scorer.name(), fitting / 1e9, all - fitting / 1e9);
        }
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
