package io.explainrec.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ContentVectorsTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    @Test
    void bothAreHalfTheCosineOfEach() {
        ContentVectors vectors = ContentVectors.of(
                new float[][] {{3, 4}, {0, 2}, {1, 0}}, new float[][] {{9, 1, 0}, {9, 0, 1}, {9, -1, -1}});
        for (int i = 0; i < 3; i++) {
            assertThat(cosine(vectors.both()[i], vectors.both()[i])).isCloseTo(1, CLOSE);
            for (int j = 0; j < 3; j++) {
                double texts = cosine(vectors.texts()[i], vectors.texts()[j]);
                double pictures = cosine(vectors.pictures()[i], vectors.pictures()[j]);
                assertThat(cosine(vectors.both()[i], vectors.both()[j])).isCloseTo((texts + pictures) / 2, CLOSE);
            }
        }
        assertThat(vectors.pictures()[0][0]).as("what all have in common").isZero();
    }

    @Test
    void whatAnItemLacksIsLeftToTheOther() {
        ContentVectors vectors =
                ContentVectors.of(new float[][] {{1, 0}, null, null}, new float[][] {null, {1, 5}, null});
        assertThat(vectors.both()[0]).containsExactly(1, 0);
        assertThat(vectors.pictures()[1])
                .as("the one picture is what all have in common")
                .isNull();
        assertThat(vectors.both()[1]).isNull();
        assertThat(vectors.both()[2]).isNull();
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (double) a[d] * b[d];
        }
        return sum;
    }
}
