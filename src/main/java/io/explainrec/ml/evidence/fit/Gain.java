package io.explainrec.ml.evidence.fit;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * By how much something lowers the loss of rows that it was not fitted on, user by user, in nats a pair or a choice.
 *
 * @param error standard error of the mean; no number for fewer than {@value #LEAST_USERS} users, whom chance alone often agrees on
 */
record Gain(double mean, double error) {
    /** Fewer cannot tell what helps. */
    static final int LEAST_USERS = 20;

    private static final double ERRORS = 2;

    /**
     * @param gains by user
     */
    static Gain of(double[] gains) {
        double mean = Arrays.stream(gains).average().orElse(0);
        if (gains.length < LEAST_USERS) {
            return new Gain(mean, Double.NaN);
        }
        double squares =
                Arrays.stream(gains).map(gain -> (gain - mean) * (gain - mean)).sum();
        return new Gain(mean, Math.sqrt(squares / (gains.length - 1) / gains.length));
    }

    /**
     * @param without losses by user
     * @param with of the same users
     */
    static Gain of(double[] without, double[] with) {
        return of(IntStream.range(0, with.length)
                .mapToDouble(u -> without[u] - with[u])
                .toArray());
    }

    /** Whether it is more than {@value #ERRORS} standard errors: by one, chance gave weight to what orders no better than chance. */
    boolean isSure() {
        return isAbove(ERRORS);
    }

    /** Whether it is more than so many standard errors. */
    boolean isAbove(double errors) {
        return mean > errors * error;
    }
}
