package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.List;

/** A figure over rows in which each user's rows count as often as the user was drawn: what resampling users needs. */
@FunctionalInterface
public interface UserStatistic {
    /**
     * The figure; NaN where it is not defined, as an AUC of one class alone.
     *
     * @param drawn how often each user was drawn, by the user's number
     */
    double over(int[] drawn);

    /**
     * The figure where everybody counts once.
     *
     * @param users of the rows
     */
    default double once(int users) {
        int[] drawn = new int[users];
        Arrays.fill(drawn, 1);
        return over(drawn);
    }

    /** The mean of figures that are defined, as of several cuts. */
    static UserStatistic mean(List<? extends UserStatistic> parts) {
        return drawn -> {
            double sum = 0;
            int defined = 0;
            for (UserStatistic part : parts) {
                double value = part.over(drawn);
                if (!Double.isNaN(value)) {
                    sum += value;
                    defined++;
                }
            }
            return defined == 0 ? Double.NaN : sum / defined;
        };
    }
}
