package io.explainrec.recommend.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefitTest {
    @Test
    void isDueOnceThereIsEnoughAndAFifthMoreThanTheLastTime() {
        assertThat(due(999, null)).isFalse();
        assertThat(due(1000, null)).isTrue();
        assertThat(due(1199, 1000L)).isFalse();
        assertThat(due(1200, 1000L)).isTrue();
        assertThat(due(2000, 3000L)).as("after an erasure").isFalse();
        assertThat(due(900, 200L)).as("too few in all").isFalse();
    }

    private static boolean due(long now, Long last) {
        return Refit.due(now, Optional.ofNullable(last), 1000, 0.2);
    }
}
