package io.explainrec.ml.cf;

import java.util.Arrays;

/**
 * Work space of one ridge regression on {@code [1, factors of the other side]}: {@code (X'X + R) s = X'y}. Belongs to one thread.
 */
public final class RidgeRegression {
    /** What squares cost: of the level, and of each factor. */
    public record Ridge(double level, double factors) {}

    private final double[][] normal;
    private final double[] right;

    /**
     * @param width level and factors
     */
    public RidgeRegression(int width) {
        normal = new double[width][width];
        right = new double[width];
    }

    /** Starts anew. */
    public void clear(Ridge ridge) {
        for (int a = 0; a < right.length; a++) {
            Arrays.fill(normal[a], 0);
            normal[a][a] = a == 0 ? ridge.level() : ridge.factors();
        }
        Arrays.fill(right, 0);
    }

    /**
     * Adds a row.
     *
     * @param x the other side's vector; its level, at 0, is no regressor: 1 stands in its place
     */
    public void add(double[] x, double y) {
        normal[0][0] += 1;
        right[0] += y;
        for (int a = 1; a < right.length; a++) {
            double xa = x[a];
            double[] row = normal[a];
            normal[0][a] += xa;
            right[a] += y * xa;
            for (int b = a; b < right.length; b++) {
                row[b] += xa * x[b];
            }
        }
    }

    /** Writes the solution: level, then factors. What was added is spent. */
    public void solve(double[] to) {
        Cholesky.factor(normal);
        System.arraycopy(right, 0, to, 0, right.length);
        Cholesky.solve(normal, to);
    }
}
