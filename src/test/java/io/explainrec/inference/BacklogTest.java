package io.explainrec.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private long now = 1;
    private final Backlog backlog = new Backlog(() -> now);

    @Test
    void anIdleThreadIsTriedWhateverTheLastCallTook() {
        assertThat(backlog.expected(0)).isZero();
        take(9000);
        assertThat(backlog.expected(0)).isZero();
    }

    @Test
    void whoWaitsComesBehindThoseWhoWaitAlreadyAndTheOneThatIsComputed() {
        take(1000);
        assertThat(backlog.expected(2)).isEqualTo(Duration.ofMillis(3000));
        backlog.timed(() -> {
            pass(400);
            assertThat(backlog.expected(0)).isEqualTo(Duration.ofMillis(1600));
            assertThat(backlog.expected(2)).isEqualTo(Duration.ofMillis(3600));
            pass(600);
            return null;
        });
    }

    @Test
    void whatIsTypicalFollowsTheNewest() {
        take(4000);
        for (int k = 0; k < 20; k++) {
            take(1000);
        }
        assertThat(backlog.expected(1)).isBetween(Duration.ofMillis(2000), Duration.ofMillis(2050));
    }

    @Test
    void whatFailedIsNotTypical() {
        take(1000);
        assertThatThrownBy(() -> backlog.timed(() -> {
                    pass(60_000);
                    throw new ModelUnavailable("stopped");
                }))
                .isInstanceOf(ModelUnavailable.class);
        assertThat(backlog.expected(0)).isZero();
        assertThat(backlog.expected(1)).isEqualTo(Duration.ofMillis(2000));
    }

    private void take(int millis) {
        backlog.timed(() -> {
            pass(millis);
            return null;
        });
    }

    private void pass(int millis) {
        now += millis * 1_000_000L;
    }
}
