package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
    @Test
    void byHand() {
        double[][] a = {{4, 2}, {2, 5}};
        Cholesky.factor(a);
        assertThat(a[0]).containsExactly(2, 1);
        assertThat(a[1][1]).isEqualTo(2);
        double[] b = {8, 12};
        Cholesky.solve(a, b);
        assertThat(b[0]).isCloseTo(1, within(1e-12));
        assertThat(b[1]).isCloseTo(2, within(1e-12));
        Cholesky.invert(a);
        assertThat(a).isDeepEqualTo(new double[][] {{0.3125, -0.125}, {-0.125, 0.25}});
    }

    /** Sizes around the block and the four rows that are added at once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 63, 64, 65, 131, 200})
    void inverseTimesMatrixIsOne(int n) {
        double[][] a = positive(n);
        double[][] factor = positive(n);
        Cholesky.factor(factor);
        double[][] inverse = positive(n);
        Cholesky.factor(inverse);
        Cholesky.invert(inverse);
        double[] b = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double product = 0;
                for (int k = 0; k < n; k++) {
                    product += a[i][k] * inverse[k][j];
                }
                assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-9));
                b[i] += a[i][j] * (j + 1);
            }
        }
        Cholesky.solve(factor, b);
        for (int i = 0; i < n; i++) {
            assertThat(b[i]).isCloseTo(i + 1, within(1e-8));
        }
    }

    @Test
    void refusesWhatIsNotPositiveDefinite() {
        assertThatThrownBy(() -> Cholesky.factor(new double[][] {{1, 2}, {2, 1}}))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("pivot 1 of 2")
                .hasMessageContaining("ridge");
    }

    private static double[][] positive(int n) {
        Random random = new Random(n);
        double[][] x = new double[n + 3][n];
        for (double[] row : x) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (double[] row : x) {
                    a[i][j] += row[i] * row[j];
                }
                a[i][j] += i == j ? 1 : 0;
            }
        }
        return a;
    }
}
