package io.explainrec.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RestTest {
    /** Its ticks may be anything, and run over. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    private final Rest rest = new Rest(now::get);

    @Test
    void nothingRestsBeforeItBegins() {
        assertThat(rest.isOver()).isTrue();
    }

    @Test
    void itIsOverAfterItsTimeAndALaterOneTakesItsPlace() {
        rest.begin(Duration.ofNanos(10));
        now.addAndGet(9);
        assertThat(rest.isOver()).isFalse();
        now.addAndGet(1);
        assertThat(rest.isOver()).isTrue();
        rest.begin(Duration.ofMinutes(10));
        assertThat(rest.isOver()).isFalse();
        rest.begin(Duration.ZERO);
        assertThat(rest.isOver()).isTrue();
    }
}
