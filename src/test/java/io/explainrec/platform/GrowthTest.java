package io.explainrec.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static boolean due(long now, Long last) {
        return due(now, last, 1000);
    }

    private static boolean due(long now, Long last, long least) {
        return Growth.isDue(now, Optional.ofNullable(last), least, 0.2);
    }

    @Test
    void theFirstIsDueOnceThereIsEnough() {
        assertThat(due(999, null)).isFalse();
        assertThat(due(1000, null)).isTrue();
    }

    @Test
    void theNextIsDueOnceAShareCameIn() {
        assertThat(due(1199, 1000L)).isFalse();
        assertThat(due(1200, 1000L)).isTrue();
        assertThat(due(2000, 3000L)).as("after an erasure").isFalse();
        assertThat(due(900, 200L)).as("too few in all").isFalse();
    }

    @Test
    void whatWasMadeOfNothingIsNoReasonToMakeItForEver() {
        assertThat(due(0, 0L, 1)).isFalse();
        assertThat(due(1000, 0L)).isTrue();
    }
}
