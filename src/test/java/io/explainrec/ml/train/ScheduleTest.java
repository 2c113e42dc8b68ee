package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.train.Schedule.Shape;
import org.junit.jupiter.api.Test;

/** Against transformers' get_linear_, get_cosine_ and get_constant_schedule_with_warmup, on paper. */
class ScheduleTest {
    @Test
    void risesInALine() {
        Schedule schedule = new Schedule(2, 4, 12, Shape.COSINE);
        assertThat(schedule.rate(0)).isZero();
        assertThat(schedule.rate(1)).isEqualTo(0.5);
        assertThat(schedule.rate(4)).isEqualTo(2);
    }

    @Test
    void fallsAsItsShapeSays() {
        assertThat(new Schedule(2, 4, 12, Shape.LINEAR).rate(8)).isEqualTo(1);
        assertThat(new Schedule(2, 4, 12, Shape.LINEAR).rate(11)).isEqualTo(0.25);
        assertThat(new Schedule(2, 4, 12, Shape.COSINE).rate(8)).isCloseTo(1, within(1e-12));
        assertThat(new Schedule(2, 4, 12, Shape.COSINE).rate(6)).isCloseTo(1 + Math.sqrt(0.5), within(1e-12));
        assertThat(new Schedule(2, 4, 12, Shape.CONSTANT).rate(11)).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoSchedule() {
        assertThatThrownBy(() -> new Schedule(0, 0, 1, Shape.LINEAR)).hasMessageContaining("learning rate of 0");
        assertThatThrownBy(() -> new Schedule(1, 2, 1, Shape.LINEAR)).hasMessageContaining("2 warm-up steps of 1");
    }
}
