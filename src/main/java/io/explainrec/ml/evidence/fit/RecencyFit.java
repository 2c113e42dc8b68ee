package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.evidence.Recency;
import io.explainrec.ml.evidence.fit.Parts.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Finds the half-life and the smoothing under which what users went on to like was likeliest, had each chosen among all items that the user
 * had not judged with chances in proportion to {@code n + smoothing}, see {@link Recency}. Both are doublings of the stated ones, since the
 * likelihood is flat within one, and the prior is normal around these: {@value #DEVIATION} doublings are a standard deviation. Of less smoothing
 * than the stated one the half-life alone is taken.
 */
final class RecencyFit {
    /** Doublings of the stated half-life of two weeks: from 5 hours to 20 years. */
    private static final int SHORTEST = -6;

    private static final int LONGEST = 9;
    /** Doublings of the stated smoothing of one like: up to where everything is as likely. */
    private static final int LEAST = -7;

    private static final int MOST = 20;
    private static final double DEVIATION = 4;

    /** By doublings of the half-life, the longest first, and of the smoothing: logarithm, but for a constant. */
    private final double[][] posterior = new double[LONGEST - SHORTEST + 1][MOST - LEAST + 1];

    private RecencyFit() {
        for (int h = SHORTEST; h <= LONGEST; h++) {
            for (int s = LEAST; s <= MOST; s++) {
                posterior[LONGEST - h][s - LEAST] = -(h * h + s * s) / (2 * DEVIATION * DEVIATION);
            }
        }
    }

    /** The likeliest one after all parts; the stated one where nobody liked anything new. */
    static Recency of(List<Part> parts, long seed) {
        RecencyFit fit = new RecencyFit();
        parts.forEach(part -> fit.add(part, Chooser.of(part, new Random(seed))));
        return fit.likeliest();
    }

    private void add(Part part, List<Chooser> users) {
        Interactions known = part.known().newestOfEach();
        double[] left = new double[known.size()];
        for (int r = 0; r < left.length; r++) {
            left[r] = known.liked(r) ? Math.pow(2, -age(known, r) / halfLife(LONGEST)) : 0;
        }
        for (double[] bySmoothing : posterior) {
            double[] likes = new double[known.items()];
            for (int r = 0; r < left.length; r++) {
                likes[known.item(r)] += left[r];
                left[r] *= left[r]; // what is left by half the half-life
            }
            add(likes, users, bySmoothing);
        }
    }

    /** Seconds; 0 where there are no times, so that every half-life is as likely. */
    private static double age(Interactions known, int row) {
        return known.untimed() > 0 ? 0 : known.second(known.size() - 1) - known.second(row);
    }

    private static void add(double[] likes, List<Chooser> users, double[] bySmoothing) {
        double all = Arrays.stream(likes).sum();
        for (Chooser user : users) {
            double open =
                    all - user.judged().stream().mapToDouble(i -> likes[i]).sum();
            int items = likes.length - user.judged().cardinality();
            for (int s = LEAST; s <= MOST; s++) {
                double smoothing = smoothing(s);
                double chosen = Arrays.stream(user.liked())
                        .mapToDouble(i -> Math.log(likes[i] + smoothing))
                        .sum();
                bySmoothing[s - LEAST] += user.weight()
                        * (chosen / user.liked().length - Math.log(Math.max(open, 0) + items * smoothing));
            }
        }
    }

    private Recency likeliest() {
        int bestHalfLife = 0;
        int bestSmoothing = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int h = SHORTEST; h <= LONGEST; h++) {
            for (int s = LEAST; s <= MOST; s++) {
                if (posterior[LONGEST - h][s - LEAST] > best) {
                    best = posterior[LONGEST - h][s - LEAST];
                    bestHalfLife = h;
                    bestSmoothing = s;
                }
            }
        }
        // Less would tell items of few likes apart from such of none, and nothing of the first ten.
        return new Recency(halfLife(bestHalfLife), Math.max(smoothing(bestSmoothing), Recency.STATED.smoothing()));
    }

    private static double halfLife(int doublings) {
        return Math.scalb(Recency.STATED.halfLifeSeconds(), doublings);
    }

    private static double smoothing(int doublings) {
        return Math.scalb(Recency.STATED.smoothing(), doublings);
    }
}
