package io.explainrec.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawnTest {
    private static final List<Integer> ROWS = IntStream.range(0, 100).boxed().toList();

    /** What was drawn with a seed by earlier versions is drawn again. */
    @Test
    void anOrderIsThatOfCollections() {
        List<Integer> shuffled = new ArrayList<>(ROWS);
        Collections.shuffle(shuffled, new Random(5));
        assertThat(Drawn.order(100, new Random(5)))
                .containsExactly(shuffled.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void aSampleKeepsTheRowsOrder() {
        assertThat(Drawn.from(ROWS, 10, 5))
                .hasSize(10)
                .isSorted()
                .doesNotHaveDuplicates()
                .isEqualTo(Drawn.from(ROWS, 10, 5))
                .isNotEqualTo(Drawn.from(ROWS, 10, 6));
        assertThat(Drawn.from(ROWS, 0, 5)).isEqualTo(ROWS);
        assertThat(Drawn.from(ROWS, 100, 5)).isEqualTo(ROWS);
    }

    @Test
    void eachIsAsLikelyAmongSome() {
        int[] times = new int[10];
        Random random = new Random(5);
        for (int k = 0; k < 10_000; k++) {
            int[] some = Drawn.some(10, 3, random);
            assertThat(some).hasSize(3).doesNotHaveDuplicates();
            IntStream.of(some).forEach(i -> times[i]++);
        }
        assertThat(IntStream.of(times)).allMatch(n -> n > 2_800 && n < 3_200);
        assertThat(Drawn.some(3, 3, random)).containsExactlyInAnyOrder(0, 1, 2);
    }
}
