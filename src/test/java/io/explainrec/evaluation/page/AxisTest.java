package io.explainrec.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.731, '0.5, 0.6, 0.7'",
        "0.01, 0.06, '0.02, 0.04, 0.06'",
        "0, 100, '0, 25, 50, 75, 100'",
        "0.7, 0.8, '0.70, 0.75, 0.80'",
    })
    void ticksAreRound(double least, double most, String labels) {
        assertThat(labels(Axis.over(least, most, 0, 200), false)).isEqualTo(labels);
    }

    @Test
    void differencesHaveSignsAndZeroHasNone() {
        assertThat(labels(Axis.over(-0.2, 0.1, 0, 200), true)).isEqualTo("−0.2, −0.1, 0.0, +0.1");
    }

    @Test
    void everyValueAndTickLiesWithin() {
        Axis axis = Axis.over(0.31, 0.44, 38, 252);
        assertThat(axis.position(0.31)).isBetween(38.0, 252.0);
        assertThat(axis.position(0.44)).isBetween(axis.position(0.31), 252.0);
        assertThat(axis.ticks(false))
                .allSatisfy(tick -> assertThat(Double.parseDouble(tick.at())).isBetween(38.0, 252.0));
    }

    @Test
    void oneValueHasAnAxisToo() {
        Axis axis = Axis.over(0.5, 0.5, 0, 200);
        assertThat(axis.position(0.5)).isFinite();
        assertThat(labels(axis, false)).isEqualTo("0.49, 0.50, 0.51");
    }

    @Test
    void itMayGoUp() {
        Axis axis = Axis.over(0, 1, 190, 10);
        assertThat(axis.position(1)).isLessThan(axis.position(0));
    }

    private static String labels(Axis axis, boolean signed) {
        List<String> labels = axis.ticks(signed).stream().map(Axis.Tick::label).toList();
        return String.join(", ", labels);
    }

    @Test
    void whatIsVeryLargeIsDrawnToo() {
        Axis axis = Axis.over(1e17, 1e17, 0, 100);
        assertThat(axis.position(1e17)).isBetween(49.0, 51.0);
        assertThat(axis.ticks(false)).hasSizeBetween(1, 10);
    }
}
