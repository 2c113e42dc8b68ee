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

    /** Number of users that the figure depends on. With few, resamples hardly differ, so that no interval is given. */
    default int users() {
        return Integer.MAX_VALUE;
    }

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
        int users = parts.stream().mapToInt(UserStatistic::users).max().orElse(0);
        return of(users, drawn -> {
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
        });
    }

    /** A figure that is of so many users. */
    static UserStatistic of(int users, UserStatistic figure) {
        return new UserStatistic() {
            @Override
            public double over(int[] drawn) {
                return figure.over(drawn);
            }

            @Override
            public int users() {
                return users;
            }
        };
    }
}
