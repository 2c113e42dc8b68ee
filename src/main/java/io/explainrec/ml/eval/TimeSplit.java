package io.explainrec.ml.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set cut at moments: the first rows train, the next tenth validates, the tenth after that tests. Cuts count rows, so a
 * second may be cut in two; protocols that learn from scored rows keep a second together.
 *
 * @param trainPercent share of the rows that train; 80 is the global split
 */
public record TimeSplit(Interactions all, int trainPercent) {
    /**
     * @throws EvaluationException where a row has no time
     */
    public TimeSplit {
        if (trainPercent < 0 || trainPercent > 80) {
            throw new EvaluationException("a split at " + trainPercent + "% leaves no two tenths; expected 0 to 80");
        }
        if (all.untimed() > 0) {
            throw new EvaluationException("protocols in time need a time on every interaction, and " + all.untimed()
                    + " of " + all.size() + " have none; add the times, or take folds of users");
        }
    }

    /** 80 / 10 / 10. */
    public static TimeSplit global(Interactions all) {
        return new TimeSplit(all, 80);
    }

    /** Training ends at 60, 70 and 80 percent: three test slices that do not overlap, for more power. */
    public static List<TimeSplit> rolling(Interactions all) {
        return IntStream.of(60, 70, 80)
                .mapToObj(percent -> new TimeSplit(all, percent))
                .toList();
    }

    public Interactions train() {
        return all.slice(0, cut(0));
    }

    public Interactions valid() {
        return all.slice(cut(0), cut(10));
    }

    public Interactions test() {
        return all.slice(cut(10), cut(20));
    }

    /** What is known when testing begins: train and valid. */
    public Interactions past() {
        return all.slice(0, cut(10));
    }

    private int cut(int percentMore) {
        return (int) ((long) all.size() * (trainPercent + percentMore) / 100);
    }
}
