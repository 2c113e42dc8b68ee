package io.explainrec.ml.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdinalThresholdsTest {
    @BeforeAll
    static void loadEngine() {
        Torch.inferenceThread(1);
    }

    private static float[] losses(OrdinalThresholds thresholds, NDManager scope, float z, int... grades) {
        float[] same = new float[grades.length];
        java.util.Arrays.fill(same, z);
        NDArray scores = scope.create(same, new Shape(same.length, 1));
        return thresholds.loss(scores, grades).toFloatArray();
    }

    /** Thresholds at -ln 3 and ln 3, z = 0: P(1) = 1/4, P(2) = 3/4 - 1/4, P(3) = 1/4. */
    @Test
    void onPaper() {
        try (NDManager scope = Torch.manager()) {
            OrdinalThresholds thresholds = OrdinalThresholds.at(scope, -Math.log(3), Math.log(3));
            assertThat(losses(thresholds, scope, 0, 1, 2, 3))
                    .containsExactly(
                            new float[] {(float) Math.log(4), (float) Math.log(2), (float) Math.log(4)}, within(1e-6f));
            // A higher score speaks for higher grades: z = ln 3 gives P(3) = 1/2.
            assertThat(losses(thresholds, scope, (float) Math.log(3), 3)[0])
                    .isCloseTo((float) Math.log(2), within(1e-6f));
        }
    }

    @Test
    void beginsAtTheSharesOfGradesAndKnowsTheOnesNeverGiven() {
        try (NDManager scope = Torch.manager()) {
            OrdinalThresholds thresholds = OrdinalThresholds.ofCounts(scope, new long[] {0, 10, 30, 60});
            assertThat(thresholds.grades()).isEqualTo(4);
            float[] losses = losses(thresholds, scope, 0, 1, 2, 3, 4);
            double[] shares = {0.5 / 102, 10.5 / 102, 30.5 / 102, 60.5 / 102};
            for (int k = 0; k < shares.length; k++) {
                assertThat(losses[k]).isCloseTo((float) -Math.log(shares[k]), within(1e-4f));
            }
        }
    }

    @Test
    void twoGradesAreALogisticRegression() {
        try (NDManager scope = Torch.manager()) {
            OrdinalThresholds thresholds = OrdinalThresholds.at(scope, 0);
            assertThat(thresholds.parameters()).containsOnlyKeys("first");
            assertThat(losses(thresholds, scope, 1, 1, 2))
                    .containsExactly(
                            new float[] {(float) Math.log1p(Math.exp(1)), (float) Math.log1p(Math.exp(-1))},
                            within(1e-6f));
        }
    }

    @Test
    void staysFiniteFarAway() {
        try (NDManager scope = Torch.manager()) {
            OrdinalThresholds thresholds = OrdinalThresholds.at(scope, -1, 0, 1);
            for (float z : new float[] {-80, 80}) {
                for (float loss : losses(thresholds, scope, z, 1, 2, 3, 4)) {
                    assertThat(loss).isBetween(0f, 100f);
                }
            }
        }
    }
}
