package io.explainrec.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.explainrec.ml.eval.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalPlotTest {
    @Test
    void whatHasNoIntervalIsADotAndWhatIsNotDefinedANameAlone() {
        String svg = new IntervalPlot(
                        "UAUC",
                        0.5,
                        List.of(
                                new IntervalPlot.Line("sure", new Interval(0.6, 0.7, 0.8)),
                                new IntervalPlot.Line("few", new Interval(Double.NaN, 0.65, Double.NaN)),
                                new IntervalPlot.Line("none", new Interval(Double.NaN, Double.NaN, Double.NaN))))
                .svg();
        assertThat(svg).doesNotContain("NaN").contains(">sure<", ">few<", ">none<", ">0.700<", ">0.650<");
        assertThat(svg.split("<circle")).hasSize(3);
    }
}
