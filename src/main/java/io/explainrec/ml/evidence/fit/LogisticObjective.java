package io.explainrec.ml.evidence.fit;

/**
 * {@code sum over rows of weight ln(1 + exp(-y (offset + w . x)))}, y = 1 or -1.
 *
 * @param x by row
 * @param offset by row
 * @param liked by row
 * @param weight by row
 */
record LogisticObjective(double[][] x, double[] offset, boolean[] liked, double[] weight, int size)
        implements Objective {
    @Override
    public double value(double[] weights) {
        double sum = 0;
        for (int r = 0; r < x.length; r++) {
            double z = offset[r] + Objective.dot(weights, x[r]);
            sum += weight[r] * Objective.softplus(liked[r] ? -z : z);
        }
        return sum;
    }

    @Override
    public void derivatives(double[] weights, double[] gradient, double[][] hessian) {
        for (int r = 0; r < x.length; r++) {
            double p = Objective.sigmoid(offset[r] + Objective.dot(weights, x[r]));
            Objective.add(x[r], weight[r] * (p - (liked[r] ? 1 : 0)), weight[r] * p * (1 - p), gradient, hessian);
        }
    }
}
