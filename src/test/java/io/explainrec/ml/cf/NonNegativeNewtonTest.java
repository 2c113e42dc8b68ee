package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.cf.SoftmaxObjective.Choice;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonNegativeNewtonTest {
    private static final double[] NO_PRIOR = new double[2];
    private static final boolean[] FREE = new boolean[2];

    @Test
    void findsTheLogOddsOfAShare() {
        // Three likes of four: the intercept is ln 3.
        var objective = new LogisticObjective(
                new double[][] {{1}, {1}, {1}, {1}},
                new double[4],
                new boolean[] {true, true, true, false},
                ones(4),
                1);
        double[] w = NonNegativeNewton.minimise(objective, new double[1], new double[1], new boolean[1]);
        assertThat(w[0]).isCloseTo(Math.log(3), within(1e-6));
    }

    @Test
    void aWeightThatWouldHelpBelowNothingStaysAtNothing() {
        LogisticObjective objective = madeUp(2000, 1.5, -1);
        double[] free = NonNegativeNewton.minimise(objective, new double[2], NO_PRIOR, FREE);
        assertThat(free[0]).isCloseTo(1.5, within(0.25));
        assertThat(free[1]).isCloseTo(-1, within(0.25));
        double[] bounded = NonNegativeNewton.minimise(objective, new double[2], NO_PRIOR, new boolean[] {true, true});
        assertThat(bounded[0]).isPositive();
        assertThat(bounded[1]).isZero();
    }

    @Test
    void aStrongRidgeKeepsThePrior() {
        double[] prior = {0.3, 0.7};
        double[] w = NonNegativeNewton.minimise(
                madeUp(200, 2, 2), new double[] {1e9, 1e9}, prior, new boolean[] {true, true});
        assertThat(w).containsExactly(prior, within(1e-5));
    }

    @Test
    void separableRowsEndAtTheRidge() {
        var objective = new LogisticObjective(
                new double[][] {{1}, {-1}}, new double[2], new boolean[] {true, false}, ones(2), 1);
        double[] w = NonNegativeNewton.minimise(objective, new double[] {1}, new double[1], new boolean[1]);
        // Stationary: 2 sigmoid(-w) = w.
        assertThat(2 * Logistic.sigmoid(-w[0])).isCloseTo(w[0], within(1e-6));
    }

    @Test
    void derivativesOfAChoiceAreThoseOfItsValue() {
        Random random = new Random(3);
        double[][] x = new double[6][2];
        for (double[] row : x) {
            Arrays.setAll(row, a -> random.nextGaussian());
        }
        var objective = new SoftmaxObjective(List.of(new Choice(c -> x[c], 6, 2, 2)), 2);
        double[] at = {0.4, -0.2};
        double[] gradient = new double[2];
        double[][] hessian = new double[2][2];
        objective.derivatives(at, gradient, hessian);
        double h = 1e-5;
        for (int a = 0; a < 2; a++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[a] += h;
            down[a] -= h;
            assertThat((objective.value(up) - objective.value(down)) / (2 * h)).isCloseTo(gradient[a], within(1e-6));
            double[] gradientUp = new double[2];
            double[] gradientDown = new double[2];
            objective.derivatives(up, gradientUp, new double[2][2]);
            objective.derivatives(down, gradientDown, new double[2][2]);
            for (int b = a; b < 2; b++) {
                assertThat((gradientUp[b] - gradientDown[b]) / (2 * h)).isCloseTo(hessian[a][b], within(1e-5));
            }
        }
    }

    private static LogisticObjective madeUp(int n, double first, double second) {
        Random random = new Random(4);
        double[][] x = new double[n][2];
        boolean[] liked = new boolean[n];
        for (int r = 0; r < n; r++) {
            x[r][0] = random.nextGaussian();
            x[r][1] = random.nextGaussian();
            liked[r] = random.nextDouble() < Logistic.sigmoid(first * x[r][0] + second * x[r][1]);
        }
        return new LogisticObjective(x, new double[n], liked, ones(n), 2);
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
