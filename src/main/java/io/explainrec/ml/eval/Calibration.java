package io.explainrec.ml.eval;

import io.explainrec.ml.Logistic;
import java.util.ArrayList;
import java.util.List;

/**
 * Expected calibration error: over bins of equal width, the mean distance between what was said and what was so, by rows (Naeini,
 * Cooper and Hauskrecht, AAAI 2015): {@code ECE = sum_b n_b / n |mean p - share of likes|}.
 */
public final class Calibration implements UserStatistic {
    public static final int BINS = 10;

    private final int[] user;
    private final int[] bin;
    private final double[] probability;
    private final boolean[] liked;

    /**
     * @param probabilities of a like, 0 to 1
     */
    public Calibration(Interactions rows, double[] probabilities) {
        int n = probabilities.length;
        user = new int[n];
        bin = new int[n];
        liked = new boolean[n];
        probability = probabilities.clone();
        for (int r = 0; r < n; r++) {
            if (!(probabilities[r] >= 0 && probabilities[r] <= 1)) {
                throw new EvaluationException(
                        "row " + (r + 1) + " has the probability " + probabilities[r] + "; expected 0 to 1");
            }
            user[r] = rows.user(r);
            liked[r] = rows.liked(r);
            bin[r] = Math.min(BINS - 1, (int) (probabilities[r] * BINS));
        }
    }

    /** From log-odds. */
    public static Calibration ofLogOdds(Interactions rows, double[] scores) {
        double[] probabilities = new double[scores.length];
        for (int r = 0; r < scores.length; r++) {
            probabilities[r] = Logistic.sigmoid(scores[r]);
        }
        return new Calibration(rows, probabilities);
    }

    @Override
    public double over(int[] drawn) {
        double[] gap = new double[BINS];
        long n = 0;
        for (int r = 0; r < user.length; r++) {
            int weight = drawn[user[r]];
            gap[bin[r]] += weight * (probability[r] - (liked[r] ? 1 : 0));
            n += weight;
        }
        double sum = 0;
        for (double g : gap) {
            sum += Math.abs(g);
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /**
     * A point of the reliability plot.
     *
     * @param rows how many
     * @param said mean probability
     * @param found share of likes
     */
    public record Bin(double from, double to, int rows, double said, double found) {}

    /** The bins that hold rows, lowest first. */
    public List<Bin> bins() {
        int[] n = new int[BINS];
        int[] likes = new int[BINS];
        double[] sum = new double[BINS];
        for (int r = 0; r < bin.length; r++) {
            n[bin[r]]++;
            likes[bin[r]] += liked[r] ? 1 : 0;
            sum[bin[r]] += probability[r];
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            if (n[b] > 0) {
                bins.add(new Bin(
                        b / (double) BINS, (b + 1) / (double) BINS, n[b], sum[b] / n[b], likes[b] / (double) n[b]));
            }
        }
        return List.copyOf(bins);
    }
}
