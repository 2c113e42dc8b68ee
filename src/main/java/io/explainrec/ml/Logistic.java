package io.explainrec.ml;

/** The logistic function, its inverse and its integral, all numbers in nats. */
public final class Logistic {
    private Logistic() {}

    /** The probability that has these log-odds: {@code 1 / (1 + e^-z)}, 0 to 1. */
    public static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** The log-odds of a probability: {@code ln(p / (1 - p))}; infinite for 0 and 1. */
    public static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    /** {@code ln(1 + e^z)} without overflow: what a dislike costs where log-odds z of a like are said, and a like at -z. */
    public static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
}
