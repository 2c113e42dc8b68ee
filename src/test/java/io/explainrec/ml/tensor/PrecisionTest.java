package io.explainrec.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTest {
    private static final float THIRD = 1f / 3;

    @BeforeEach
    void keepNoGraphs() {
        Torch.inferenceThread(1);
    }

    /** A third in binary, cut to eleven bits and to eight. */
    @ParameterizedTest
    @CsvSource({"FLOAT32, 0.33333334", "FLOAT16, 0.33325195", "BFLOAT16, 0.33398438"})
    void keepsAsManyBits(Precision precision, float kept) {
        try (NDManager manager = Torch.manager()) {
            NDArray like = manager.create(0f);
            NDArray narrow = precision.of(manager.create(new float[] {THIRD}));
            assertThat(Kernel.LIKE.of(narrow, like).getFloat(0)).isEqualTo(kept);
        }
    }

    @Test
    void givesUpWhatItNarrows() {
        try (NDManager manager = Torch.manager()) {
            int before = manager.getManagedArrays().size();
            Precision.BFLOAT16.of(manager.zeros(new Shape(2)));
            assertThat(manager.getManagedArrays()).hasSize(before + 1);
        }
    }

    /** Against the engine's own attention: keys and values of a group, a mask, and their gradients. */
    @Test
    void narrowAttentionIsAttention() {
        Torch.trainingThread(1);
        try (NDManager manager = Torch.manager()) {
            NDArray q = made(manager, 2, 4, 3, 8);
            NDArray k = made(manager, 2, 2, 3, 8);
            NDArray v = made(manager, 2, 2, 3, 8);
            NDArray mask = manager.create(new float[] {0, -1e30f, -1e30f, 0, 0, -1e30f, 0, 0, 0}, new Shape(3, 3));
            float[] expected = Kernel.CAUSAL_ATTENTION.of(q, k, v).toFloatArray();
            assertThat(Kernel.NARROW_ATTENTION.of(q, k, v, mask).toFloatArray())
                    .containsExactly(expected, within(1e-5f));
        } finally {
            Torch.inferenceThread(1);
        }
    }

    private static NDArray made(NDManager manager, long... shape) {
        float[] values = new float[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(1 + i * 0.7);
        }
        return manager.create(values, new Shape(shape));
    }
}
