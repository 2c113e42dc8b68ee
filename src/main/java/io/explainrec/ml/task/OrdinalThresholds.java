package io.explainrec.ml.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Thresholds of an ordinal regression with proportional odds (McCullagh 1980): P(grade at most k) = sigmoid(theta_k - z) for k = 1 to
 * K - 1. They stay in order whatever is learned: theta_1 is free, and each further one lies softplus(gap) above the one before.
 *
 * <p>Legend: N scores, K grades.
 */
final class OrdinalThresholds {
    /** Of a grade that nothing was given, so that every threshold is finite. */
    private static final double UNSEEN = 0.5;

    private final NDArray first;
    private final NDArray gaps;
    private final int grades;

    private OrdinalThresholds(NDManager manager, double[] theta) {
        grades = theta.length + 1;
        first = manager.create(new float[] {(float) theta[0]}, new Shape(1, 1));
        float[] raw = new float[theta.length - 1];
        for (int k = 0; k < raw.length; k++) {
            raw[k] = (float) inverseSoftplus(theta[k + 1] - theta[k]);
        }
        gaps = raw.length == 0 ? null : manager.create(raw, new Shape(raw.length, 1));
    }

    /**
     * Such that a score of 0 gives each grade its share.
     *
     * @param counts how often each grade was given, at least two grades
     */
    static OrdinalThresholds ofCounts(NDManager manager, long[] counts) {
        double all = 0;
        for (long count : counts) {
            all += count + UNSEEN;
        }
        double[] theta = new double[counts.length - 1];
        double below = 0;
        for (int k = 0; k < theta.length; k++) {
            below += counts[k] + UNSEEN;
            theta[k] = Math.log(below / (all - below));
        }
        return new OrdinalThresholds(manager, theta);
    }

    /** At these places, which rise. */
    static OrdinalThresholds at(NDManager manager, double... theta) {
        return new OrdinalThresholds(manager, theta);
    }

    private static double inverseSoftplus(double y) {
        return y + Math.log(-Math.expm1(-y));
    }

    int grades() {
        return grades;
    }

    /** What is learned: {@code first} (1,1), and {@code gaps} (K-2,1) before softplus where there are more than two grades. */
    Map<String, NDArray> parameters() {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        parameters.put("first", first);
        if (gaps != null) {
            parameters.put("gaps", gaps);
        }
        return parameters;
    }

    /** (K-1,1), rising. */
    private NDArray theta(NDManager scope) {
        NDArray start = scope.zeros(new Shape(grades - 1, 1)).add(first);
        if (gaps == null) {
            return start;
        }
        int n = grades - 2;
        float[] sums = new float[(n + 1) * n]; // row k adds up the first k gaps
        for (int k = 1; k <= n; k++) {
            for (int j = 0; j < k; j++) {
                sums[k * n + j] = 1;
            }
        }
        NDArray above = Torch.softplus(scope.zeros(new Shape(n, 1)).add(gaps));
        return start.add(Torch.matmul(scope.create(sums, new Shape(n + 1, n)), above));
    }

    /**
     * Minus the log-likelihood of grades: (N,1).
     *
     * <p>With a = theta_y - z and b = theta_{y-1} - z, sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a)), whose
     * logarithm does not cancel.
     *
     * @param z (N,1)
     * @param given 1 to K
     */
    NDArray loss(NDArray z, int[] given) {
        NDManager scope = z.getManager();
        int n = given.length;
        long[] up = new long[n];
        long[] low = new long[n];
        float[] hasUp = new float[n];
        float[] hasLow = new float[n];
        float[] onOneSide = new float[n];
        for (int i = 0; i < n; i++) {
            hasUp[i] = given[i] < grades ? 1 : 0;
            hasLow[i] = given[i] > 1 ? 1 : 0;
            onOneSide[i] = hasUp[i] * hasLow[i] == 0 ? 1 : 0;
            up[i] = Math.min(given[i], grades - 1) - 1;
            low[i] = Math.max(given[i], 2) - 2;
        }
        Shape column = new Shape(n, 1);
        NDArray theta = theta(scope);
        NDArray upper = Torch.rows(theta, scope.create(up)); // (N,1)
        NDArray lower = Torch.rows(theta, scope.create(low));
        NDArray apart = upper.sub(lower);
        NDArray each = Torch.softplus(z.sub(upper))
                .mul(scope.create(hasUp, column))
                .add(Torch.softplus(lower.sub(z)).mul(scope.create(hasLow, column)));
        // The least and the greatest grade have one threshold and no gap: log(1 - exp(-infinity)) = 0.
        NDArray never = scope.create(onOneSide, column).mul(scope.create(100f));
        NDArray within =
                apart.add(never).neg().exp().neg().add(scope.create(1f)).log();
        return each.sub(within);
    }
}
