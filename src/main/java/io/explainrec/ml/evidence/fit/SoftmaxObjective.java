package io.explainrec.ml.evidence.fit;

import java.util.List;

/**
 * Conditional logit: {@code sum over users of weight, over the user's chosen candidates, of -ln softmax(w . x)[chosen]} divided by
 * how many were chosen (McFadden 1974).
 */
record SoftmaxObjective(List<Choice> choices, int size) implements Objective {
    /**
     * One user's candidates.
     *
     * @param x by candidate
     * @param chosen indices of candidates, at least one
     */
    record Choice(double[][] x, int[] chosen, double weight) {}

    @Override
    public double value(double[] weights) {
        double sum = 0;
        for (Choice choice : choices) {
            double[] z = new double[choice.x.length];
            double chosen = chosen(choice, weights, z);
            sum += choice.weight * (logSum(z) - chosen);
        }
        return sum;
    }

    /** Fills the scores, and answers with the mean of the chosen ones. */
    private static double chosen(Choice choice, double[] weights, double[] z) {
        for (int c = 0; c < z.length; c++) {
            z[c] = Objective.dot(weights, choice.x[c]);
        }
        double sum = 0;
        for (int c : choice.chosen) {
            sum += z[c];
        }
        return sum / choice.chosen.length;
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
            double[] z = new double[choice.x.length];
            chosen(choice, weights, z);
            double log = logSum(z);
            double[] mean = new double[size];
            for (int c = 0; c < z.length; c++) {
                double p = Math.exp(z[c] - log);
                Objective.add(choice.x[c], choice.weight * p, choice.weight * p, gradient, hessian);
                for (int a = 0; a < size; a++) {
                    mean[a] += p * choice.x[c][a];
                }
            }
            double[] nothing = new double[size];
            Objective.add(mean, 0, -choice.weight, nothing, hessian);
            for (int c : choice.chosen) {
                for (int a = 0; a < size; a++) {
                    gradient[a] -= choice.weight * choice.x[c][a] / choice.chosen.length;
                }
            }
        }
    }
}
