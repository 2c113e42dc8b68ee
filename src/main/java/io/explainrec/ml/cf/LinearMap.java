package io.explainrec.ml.cf;

import io.explainrec.ml.Vectors;

/**
 * {@code y = W x} by ridge regression, with what it would say of each row had it not seen it.
 *
 * @param weights W, a row for each target
 * @param leftOut weighted mean over rows of the squared error where the row itself is left out (Golub, Heath and Wahba,
 *     Technometrics 1979: {@code e / (1 - h)})
 */
public record LinearMap(double[][] weights, double leftOut) {
    /**
     * Minimises {@code sum_u w_u |y_u - W x_u|^2 + sum_a ridge_a |W_a|^2}.
     *
     * @param x (rows, regressors)
     * @param y (rows, targets)
     * @param rowWeights of rows
     * @param ridge by regressor, above 0
     */
    public static LinearMap fit(double[][] x, double[][] y, double[] rowWeights, double[] ridge) {
        int width = ridge.length;
        double[][] normal = new double[width][width];
        double[][] weights = new double[y[0].length][width];
        for (int a = 0; a < width; a++) {
            normal[a][a] = ridge[a];
        }
        for (int u = 0; u < x.length; u++) {
            Cholesky.addSquare(normal, x[u], rowWeights[u]);
            for (int a = 0; a < width; a++) {
                double wx = rowWeights[u] * x[u][a];
                for (int t = 0; t < weights.length; t++) {
                    weights[t][a] += wx * y[u][t];
                }
            }
        }
        Cholesky.factor(normal);
        for (double[] target : weights) {
            Cholesky.solve(normal, target);
        }
        return new LinearMap(weights, leftOut(new LinearMap(weights, 0), normal, x, y, rowWeights));
    }

    private static double leftOut(LinearMap map, double[][] factored, double[][] x, double[][] y, double[] rowWeights) {
        double sum = 0;
        double weight = 0;
        for (int u = 0; u < x.length; u++) {
            double[] influence = x[u].clone();
            Cholesky.solve(factored, influence);
            double kept = 1 - rowWeights[u] * Vectors.dot(influence, x[u]);
            double[] said = map.of(x[u]);
            for (int t = 0; t < said.length; t++) {
                double error = (y[u][t] - said[t]) / kept;
                sum += rowWeights[u] * error * error;
            }
            weight += rowWeights[u];
        }
        return sum / weight;
    }

    /** W x. */
    public double[] of(double[] x) {
        double[] y = new double[weights.length];
        for (int t = 0; t < y.length; t++) {
            y[t] = Vectors.dot(weights[t], x);
        }
        return y;
    }
}
