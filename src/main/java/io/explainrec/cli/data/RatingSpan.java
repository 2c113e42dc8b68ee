package io.explainrec.cli.data;

import io.explainrec.ml.evidence.fit.DataSet.Scale;
import java.util.Locale;

/**
 * Between what the ratings of a domain that names no scale lie.
 *
 * @param least of all
 * @param low of nearly all
 * @param high of nearly all
 * @param greatest of all
 */
record RatingSpan(double least, double low, double high, double greatest) {
    /** What is not of nearly all, at each end. */
    private static final double OUTER = 0.01;
    /** Ratings are far off that lie so many times as far from nearly all as nearly all do from each other. */
    private static final double FAR = 10;

    /**
     * @param ratings ascending, at least one
     */
    static RatingSpan of(double[] ratings) {
        int last = ratings.length - 1;
        int outer = (int) (ratings.length * OUTER);
        return new RatingSpan(ratings[0], ratings[outer], ratings[last - outer], ratings[last]);
    }

    Scale scale() {
        return new Scale(least, greatest);
    }

    /** Whether an end of the scale is a number that nearly all others are far from. */
    boolean isFarOff() {
        double far = FAR * (high - low);
        return far > 0 && (least < low - far || greatest > high + far);
    }

    String says(String domain) {
        return String.format(
                Locale.ROOT,
                "Ratings of '%s' lie from %s to %s, which is taken for their scale, and nearly all of them from %s to %s; take the others"
                        + " out where they are mistakes. ",
                domain,
                (float) least,
                (float) greatest,
                (float) low,
                (float) high);
    }
}
