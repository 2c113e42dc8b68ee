package io.explainrec.ml.cf;

import io.explainrec.ml.Vectors;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Conditional logit: {@code sum over users of weight, over the user's chosen candidates, of -ln softmax(w . x)[chosen]} divided by
 * how many were chosen (McFadden 1974).
 */
public record SoftmaxObjective(List<Choice> choices, int size) implements Objective {
    /**
     * One user's candidates, the chosen ones first.
     *
     * @param x regressors of a candidate, good until the next one is asked for: all at once take more memory than there may be
     * @param size how many there are
     * @param chosen how many of them were, at least one
     */
    public record Choice(IntFunction<double[]> x, int size, int chosen, double weight) {}

    @Override
    public double value(double[] weights) {
        double sum = 0;
        for (Choice choice : choices) {
            double[] z = new double[choice.size];
            double chosen = chosen(choice, weights, z);
            sum += choice.weight * (logSum(z) - chosen);
        }
        return sum;
    }

    /** Fills the scores, and answers with the mean of the chosen ones. */
    private static double chosen(Choice choice, double[] weights, double[] z) {
        for (int c = 0; c < z.length; c++) {
            z[c] = Vectors.dot(weights, choice.x.apply(c));
        }
        double sum = 0;
        for (int c = 0; c < choice.chosen; c++) {
            sum += z[c];
        }
        return sum / choice.chosen;
    }

    private static double logSum(double[] z) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double v : z) {
            highest = Math.max(highest, v);
        }
        double sum = 0;
        for (double v : z) {
            sum += Math.exp(v - highest);
        }
        return highest + Math.log(sum);
    }

    @Override
    public void derivatives(double[] weights, double[] gradient, double[][] hessian) {
        for (Choice choice : choices) {
            double[] z = new double[choice.size];
            chosen(choice, weights, z);
            double log = logSum(z);
            double[] mean = new double[size];
            for (int c = 0; c < z.length; c++) {
                double p = Math.exp(z[c] - log);
                double[] x = choice.x.apply(c);
                Objective.add(x, choice.weight * p, choice.weight * p, gradient, hessian);
                for (int a = 0; a < size; a++) {
                    mean[a] += p * x[a];
                }
            }
            double[] nothing = new double[size];
            Objective.add(mean, 0, -choice.weight, nothing, hessian);
            for (int c = 0; c < choice.chosen; c++) {
                double[] x = choice.x.apply(c);
                for (int a = 0; a < size; a++) {
                    gradient[a] -= choice.weight * x[a] / choice.chosen;
                }
            }
        }
    }
}
