package io.explainrec.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;

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
}
