package io.explainrec.ml.cf;

import io.explainrec.ml.Vectors;

/**
 * Newton's method for a convex objective with a ridge, some weights not allowed below 0: each step minimises the quadratic model
 * within the bounds by coordinate descent, then goes as far along it as the objective falls (projected Newton, Bertsekas 1982).
 */
public final class NonNegativeNewton {
    private static final int MOST_STEPS = 50;
    private static final int MOST_SWEEPS = 500;
    private static final double ENOUGH = 1e-9;

    private NonNegativeNewton() {}

    /**
     * Weights of the minimum of {@code objective + ridge / 2 |w - prior|^2}.
     *
     * @param ridge by weight; where it is 0 and nothing else bends, the weight stays at its prior
     * @param prior by weight, not below 0 where it is bounded
     * @param bounded by weight, whether it may not be negative
     */
    public static double[] minimise(Objective objective, double[] ridge, double[] prior, boolean[] bounded) {
        int n = objective.size();
        double[] weights = prior.clone();
        double value = penalised(objective, ridge, prior, weights);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = new double[n];
            double[][] hessian = new double[n][n];
            objective.derivatives(weights, gradient, hessian);
            for (int a = 0; a < n; a++) {
                gradient[a] += ridge[a] * (weights[a] - prior[a]);
                hessian[a][a] += ridge[a];
                for (int b = 0; b < a; b++) {
                    hessian[a][b] = hessian[b][a];
                }
            }
            double[] direction = direction(weights, gradient, hessian, bounded);
            double slope = Vectors.dot(direction, gradient);
            double length = 1;
            double next = value;
            double[] moved = weights;
            for (; length > 1e-6; length /= 2) {
                moved = along(weights, direction, length);
                next = penalised(objective, ridge, prior, moved);
                if (next <= value + 1e-4 * length * slope) {
                    break;
                }
            }
            if (!(next < value) || value - next < ENOUGH * (1 + Math.abs(value))) {
                return next < value ? moved : weights;
            }
            weights = moved;
            value = next;
        }
        return weights;
    }

    private static double penalised(Objective objective, double[] ridge, double[] prior, double[] weights) {
        double sum = objective.value(weights);
        for (int a = 0; a < weights.length; a++) {
            double off = weights[a] - prior[a];
            sum += ridge[a] / 2 * off * off;
        }
        return sum;
    }

    private static double[] along(double[] weights, double[] direction, double length) {
        double[] moved = new double[weights.length];
        for (int a = 0; a < moved.length; a++) {
            moved[a] = weights[a] + length * direction[a];
        }
        return moved;
    }

    /** Minimises {@code g d + d'Hd / 2} where bounded weights stay at 0 or above. */
    private static double[] direction(double[] weights, double[] gradient, double[][] hessian, boolean[] bounded) {
        int n = weights.length;
        double[] d = new double[n];
        double[] slope = gradient.clone(); // g + H d
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double largest = 0;
            for (int a = 0; a < n; a++) {
                if (!(hessian[a][a] > 0)) {
                    continue;
                }
                double to = d[a] - slope[a] / hessian[a][a];
                to = bounded[a] ? Math.max(to, -weights[a]) : to;
                double change = to - d[a];
                if (change != 0) {
                    d[a] = to;
                    for (int b = 0; b < n; b++) {
                        slope[b] += hessian[b][a] * change;
                    }
                    largest = Math.max(largest, Math.abs(change));
                }
            }
            if (largest < 1e-10) {
                break;
            }
        }
        return d;
    }
}
