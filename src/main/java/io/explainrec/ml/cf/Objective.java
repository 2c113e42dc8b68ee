package io.explainrec.ml.cf;

/** A convex function of weights, twice differentiable. */
public interface Objective {
    /** Number of weights. */
    int size();

    /** The value alone. */
    double value(double[] weights);

    /**
     * Adds gradient and Hessian to what is given.
     *
     * @param hessian the upper triangle is enough
     */
    void derivatives(double[] weights, double[] gradient, double[][] hessian);

    /** Adds {@code weight x} to the gradient and {@code curvature x x'} to the Hessian's upper triangle. */
    static void add(double[] x, double weight, double curvature, double[] gradient, double[][] hessian) {
        for (int a = 0; a < x.length; a++) {
            gradient[a] += weight * x[a];
        }
        Cholesky.addSquare(hessian, x, curvature);
    }
}
