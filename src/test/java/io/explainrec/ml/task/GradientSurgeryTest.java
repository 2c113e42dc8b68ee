package io.explainrec.ml.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class GradientSurgeryTest {
    /** g = (1, 0) and h = (-1, 1): g loses its part along h, (1, 0) + (1/2) h, and h its part along g, (0, 1). */
    @Test
    void onPaper() {
        double[] coefficients =
                GradientSurgery.coefficients(new double[][] {{1, -1}, {-1, 2}}, new int[][] {{0, 1}, {1, 0}});
        assertThat(coefficients).containsExactly(1 + 1, 0.5 + 1);
    }

    @Test
    void gradientsThatAgreeOrAreNoneStayAsTheyAre() {
        assertThat(GradientSurgery.coefficients(new double[][] {{1, 0.5}, {0.5, 2}}, new int[][] {{1}, {0}}))
                .containsExactly(1, 1);
        assertThat(GradientSurgery.coefficients(new double[][] {{1, 0}, {0, 0}}, new int[][] {{1}, {0}}))
                .containsExactly(1, 1);
    }

    @Test
    void threeTasksEqualTheReferenceThatTouchesVectors() {
        JsonNode golden = Golden.read("tasks").path("surgery");
        double[][] vectors = StreamSupport.stream(golden.path("vectors").spliterator(), false)
                .map(Golden::doubles)
                .toArray(double[][]::new);
        double[][] products = new double[vectors.length][vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < vectors.length; j++) {
                products[i][j] = dot(vectors[i], vectors[j]);
            }
        }
        int[][] orders = StreamSupport.stream(golden.path("orders").spliterator(), false)
                .map(Golden::ints)
                .toArray(int[][]::new);
        double[] coefficients = GradientSurgery.coefficients(products, orders);
        double[] expected = Golden.doubles(golden.path("sum"));
        for (int k = 0; k < expected.length; k++) {
            double sum = 0;
            for (int i = 0; i < vectors.length; i++) {
                sum += coefficients[i] * vectors[i][k];
            }
            assertThat(sum).isCloseTo(expected[k], within(1e-12));
        }
    }

    @Test
    void ordersAreOrders() {
        for (int[] order : GradientSurgery.orders(4, new SplittableRandom(3))) {
            assertThat(Arrays.stream(order).sorted()).containsExactly(0, 1, 2, 3);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
