package io.explainrec.ml.eval;

/**
 * What one scorer says of one split.
 *
 * @param frozen null where the scorer was not asked, as is the ranking
 * @param pooled what is pooled over cuts; null where it has no stand-in
 * @param online null where it was not asked for
 * @param fewShot by number of events; null where the scorer was not asked, as are the new items
 * @param asked what the scorer itself says of newcomers and new items, see {@link Asked}; null where it was not asked for
 */
record SplitScores(
        double[] frozen,
        Ranking ranking,
        Pooled pooled,
        double[] online,
        double[][] fewShot,
        double[] newItems,
        Asked.Scores asked,
        Report.Timing timing) {
    /** Numbers of events after which new users are scored. */
    static final int[] SHOTS = {0, 1, 3, 5, 10};

    /** A split's parts, the same objects for all scorers, so that these can share what they learn of them. */
    record Cut(
            int trainPercent,
            Interactions past,
            Interactions test,
            RankedUsers ranked,
            FewShot fewShot,
            NewItems newItems,
            Asked asked) {
        static Cut of(TimeSplit split, int asked) {
            Interactions past = split.past();
            Interactions test = split.test();
            FewShot fewShot = new FewShot(past, test);
            NewItems newItems = NewItems.of(past, test);
            return new Cut(
                    split.trainPercent(),
                    past,
                    test,
                    RankedUsers.of(past, test),
                    fewShot,
                    newItems,
                    Asked.of(fewShot, newItems.test(), asked));
        }
    }

    /**
     * A part of the rows of newcomers and new items, which each scorer is asked about itself, whatever it takes.
     *
     * @param newItems rows, after the past without these items
     */
    record Asked(FewShot fewShot, Interactions newItems) {
        /**
         * @param fewShot by number of events
         */
        record Scores(double[][] fewShot, double[] newItems) {}

        /** Null where nothing is asked. */
        static Asked of(FewShot fewShot, Interactions newItems, int perUser) {
            return perUser == 0 ? null : new Asked(fewShot.first(perUser), newItems.first(perUser));
        }

        Scores of(Scorer scorer, Scorer.Fitted fitted, Scorer.Fitted withoutItems) {
            return new Scores(
                    checked(scorer, fewShot.rows(), fewShot.score(fitted, SHOTS)),
                    checked(scorer, newItems, Protocols.frozen(withoutItems, newItems)));
        }
    }

    /** Frozen scores and ranking of the stand-in, at the global split too, so that those of all cuts are of one scorer. */
    record Pooled(double[] frozen, Ranking ranking) {
        static Pooled of(Scorer scorer, Scorer.Fitted fitted, Cut cut) {
            return new Pooled(
                    checked(scorer, cut.test(), Protocols.frozen(fitted, cut.test())),
                    Ranking.of(scorer.name(), fitted, cut.past(), cut.test(), cut.ranked()));
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
        Scorer standIn = scorer.standIn().orElse(null);
        Scorer here = last ? scorer : standIn;
        if (here == null) {
            return new SplitScores(null, null, null, null, null, null, null, new Report.Timing(scorer.name(), 0, 0));
        }
        Stopwatch watch = new Stopwatch();
        Scorer.Fitted fitted = watch.fit(here, past);
        Pooled own = Pooled.of(here, fitted, cut);
        Pooled pooled = null;
        double[] online = null;
        double[][] fewShot = null;
        double[] newItems = null;
        Scorer.Fitted fittedWithout = null;
        if (standIn != null) {
            Scorer.Fitted fittedStandIn = standIn == here ? fitted : watch.fit(standIn, past);
            pooled = standIn == here ? own : Pooled.of(standIn, fittedStandIn, cut);
            online = last ? checked(standIn, test, Protocols.online(fittedStandIn, test)) : null;
            fewShot = checked(standIn, cut.fewShot().rows(), cut.fewShot().score(fittedStandIn, SHOTS));
            NewItems without = cut.newItems();
            fittedWithout = watch.fit(standIn, without.past());
            newItems = checked(standIn, without.test(), Protocols.frozen(fittedWithout, without.test()));
        }
        Asked.Scores asked = null;
        if (last && cut.asked() != null) {
            boolean known = standIn == here;
            asked = cut.asked()
                    .of(
                            here,
                            fitted,
                            known
                                    ? fittedWithout
                                    : watch.fit(here, cut.newItems().past()));
        }
        return new SplitScores(own.frozen, own.ranking, pooled, online, fewShot, newItems, asked, watch.timing(scorer));
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

    private static double[][] checked(Scorer scorer, Interactions rows, double[][] scores) {
        for (double[] some : scores) {
            checked(scorer, rows, some);
        }
        return scores;
    }

    static double[] checked(Scorer scorer, Interactions rows, double[] scores) {
        for (int r = 0; r < scores.length; r++) {
            check(scorer.name(), rows, rows.user(r), rows.item(r), scores[r]);
        }
        return scores;
    }

    /**
     * A NaN has no place in an order, so it would corrupt figures without a sign.
     *
     * @throws EvaluationException where it is none, or infinite
     */
    static void check(String scorer, Interactions rows, int user, int item, double score) {
        if (!Double.isFinite(score)) {
            throw new EvaluationException(scorer + " scores " + rows.userName(user) + " and " + rows.itemName(item)
                    + " with " + score + "; expected a finite number");
        }
    }
}
