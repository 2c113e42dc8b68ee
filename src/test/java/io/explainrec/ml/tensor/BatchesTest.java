package io.explainrec.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BatchesTest {
    @Test
    void putsSequencesOfLikeLengthTogether() {
        List<int[]> batches = Batches.byLength(new int[] {3, 9, 1, 3, 2, 20}, 9);

        assertThat(batches).containsExactly(new int[] {2, 4, 0}, new int[] {3}, new int[] {1}, new int[] {5});
        assertThat(Batches.byLength(new int[0], 9)).isEmpty();
    }
}
