package io.explainrec.ml.cf;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.Vectors;

/**
 * {@code sum over rows of weight ln(1 + exp(-y (offset + w . x)))}, y = 1 or -1.
 *
 * @param rows there may be millions, so that each is made when it is looked at
 * @param offset by row
 * @param liked by row
 * @param weight by row
 */
public record LogisticObjective(Rows rows, double[] offset, boolean[] liked, double[] weight, int size)
        implements Objective {
    /** The regressors of rows. */
    @FunctionalInterface
    public interface Rows {
        /** Puts those of row r into x. */
        void put(int r, double[] x);
    }

    /** With all regressors at hand, by row. */
    public LogisticObjective(double[][] x, double[] offset, boolean[] liked, double[] weight, int size) {
        this((r, into) -> System.arraycopy(x[r], 0, into, 0, size), offset, liked, weight, size);
    }

    @Override
    public double value(double[] weights) {
        double[] x = new double[size];
        double sum = 0;
        for (int r = 0; r < offset.length; r++) {
            rows.put(r, x);
            double z = offset[r] + Vectors.dot(weights, x);
            sum += weight[r] * Logistic.softplus(liked[r] ? -z : z);
        }
        return sum;
    }

    @Override
    public void derivatives(double[] weights, double[] gradient, double[][] hessian) {
        double[] x = new double[size];
        for (int r = 0; r < offset.length; r++) {
            rows.put(r, x);
            double p = Logistic.sigmoid(offset[r] + Vectors.dot(weights, x));
            Objective.add(x, weight[r] * (p - (liked[r] ? 1 : 0)), weight[r] * p * (1 - p), gradient, hessian);
        }
    }
}
