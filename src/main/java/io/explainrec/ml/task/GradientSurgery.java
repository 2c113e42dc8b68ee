package io.explainrec.ml.task;

import io.explainrec.ml.Drawn;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Gradient surgery (Yu et al. 2020, arXiv 2001.06782): the gradient of each task loses what points against another task's, the others in
 * random order, and the sum of what is left is the step's. Everything is a combination of the tasks' gradients, so their inner products
 * tell its coefficients, and the gradients themselves are touched once.
 */
public final class GradientSurgery {
    private GradientSurgery() {}

    /**
     * How often each task's gradient is taken into the step's.
     *
     * @param products of the tasks' gradients, by task and task
     * @param orders for each task the order in which the others are looked at; itself is passed over
     */
    public static double[] coefficients(double[][] products, int[][] orders) {
        int n = products.length;
        double[] sum = new double[n];
        for (int i = 0; i < n; i++) {
            double[] own = new double[n];
            own[i] = 1;
            for (int j : orders[i]) {
                double along = IntStream.range(0, n)
                        .mapToDouble(k -> own[k] * products[k][j])
                        .sum();
                if (j != i && along < 0) {
                    own[j] -= along / products[j][j];
                }
            }
            for (int k = 0; k < n; k++) {
                sum[k] += own[k];
            }
        }
        return sum;
    }

    /** An order of its own for each task. */
    public static int[][] orders(int tasks, RandomGenerator random) {
        int[][] orders = new int[tasks][];
        for (int i = 0; i < tasks; i++) {
            orders[i] = Drawn.order(tasks, random);
        }
        return orders;
    }
}
