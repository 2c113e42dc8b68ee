package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import java.util.Arrays;
import java.util.Random;

/**
 * Matrix factorisation with biases by alternating least squares: {@code r = mu + b_u + b_i + p_u . q_i} (Koren, Bell and Volinsky,
 * IEEE Computer 2009, equation 4; solved as in Zhou et al., AAIM 2008, with a ridge that does not grow with the rows). Given the
 * items' side, a user's {@code (b_u, p_u)} is one small ridge regression on what the user did so far, so new events and new users
 * are folded in without training again.
 */
public final class BiasedFactors {
    private final double mean;
    /** By user, the bias, then the factors. */
    private final double[][] users;

    /** By item, likewise. */
    private final double[][] items;

    private final Options options;

    /**
     * How it is solved.
     *
     * @param ridge on factors
     * @param biasRidge on biases
     * @param sweeps over users, then items
     */
    public record Options(int dimensions, double ridge, double biasRidge, int sweeps, long seed) {
        /** What was chosen on MovieLens 100K's validation slice. */
        public static Options usual(long seed) {
            return new Options(16, 10, 5, 15, seed);
        }
    }

    private BiasedFactors(double mean, double[][] users, double[][] items, Options options) {
        this.mean = mean;
        this.users = users;
        this.items = items;
        this.options = options;
    }

    /** Learns from ratings, or from likes as 1 and 0 where not every row has a rating. */
    public static BiasedFactors fit(Interactions past, Options options) {
        Histories byUser = Histories.of(past, target(past.rated()));
        Histories byItem = byUser.transposed(past.items());
        int d = options.dimensions;
        var factors = new BiasedFactors(
                meanOf(byUser), new double[past.users()][d + 1], new double[past.items()][d + 1], options);
        Random random = new Random(options.seed);
        for (double[] item : factors.items) {
            for (int k = 1; k <= d; k++) {
                item[k] = 0.1 * random.nextGaussian();
            }
        }
        Regression regression = factors.new Regression();
        for (int sweep = 0; sweep < options.sweeps; sweep++) {
            for (int u = 0; u < byUser.users(); u++) {
                regression.solve(byUser, u, factors.items, factors.users[u]);
            }
            for (int i = 0; i < byItem.users(); i++) {
                regression.solve(byItem, i, factors.users, factors.items[i]);
            }
        }
        return factors;
    }

    /** What is predicted of a row. */
    static Histories.Value target(boolean rated) {
        return (rows, r) -> rated ? rows.rating(r) : rows.liked(r) ? 1 : 0;
    }

    private static double meanOf(Histories histories) {
        double sum = 0;
        int n = 0;
        for (int u = 0; u < histories.users(); u++) {
            for (int k = 0; k < histories.size(u); k++) {
                sum += histories.value(u, k);
                n++;
            }
        }
        return n == 0 ? 0 : sum / n;
    }

    /** Mean of all and the item's bias. */
    public double itemLevel(int item) {
        return mean + items[item][0];
    }

    /** The item's direction against a user's. */
    double affinity(double[] user, int item) {
        double[] q = items[item];
        double dot = 0;
        for (int k = 1; k < q.length; k++) {
            dot += user[k] * q[k];
        }
        return dot;
    }

    /** A user's bias and factors from what the user did; zeros where that is nothing. */
    double[] foldIn(Histories histories, int user, Regression regression) {
        double[] solution = new double[options.dimensions + 1];
        regression.solve(histories, user, items, solution);
        return solution;
    }

    Regression regression() {
        return new Regression();
    }

    /** Work space of one thread: {@code (X'X + R) s = X'(r - mu - b_other)} with {@code X = [1, factors of the other side]}. */
    final class Regression {
        private final RidgeRegression.Ridge ridge = new RidgeRegression.Ridge(options.biasRidge, options.ridge);
        private final RidgeRegression regression = new RidgeRegression(options.dimensions + 1);

        private void solve(Histories rows, int of, double[][] other, double[] solution) {
            if (rows.size(of) == 0) {
                Arrays.fill(solution, 0);
                return;
            }
            regression.clear(ridge);
            for (int k = 0; k < rows.size(of); k++) {
                double[] x = other[rows.item(of, k)];
                // x[0] is the other's bias.
                regression.add(x, rows.value(of, k) - mean - x[0]);
            }
            regression.solve(solution);
        }
    }
}
