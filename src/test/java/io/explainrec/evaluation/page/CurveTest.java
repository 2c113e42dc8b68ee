package io.explainrec.evaluation.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {
    private static final List<PartFigures> COLD = new MadeReport()
            .part("cold", "k0")
            .figure("mf", "uauc", 0.55, 0.6, 0.65)
            .figure("item-mean", "uauc", 0.6)
            .figure("late", "uauc", Double.NaN)
            .part("cold", "k5")
            .figure("mf", "uauc", 0.65, 0.7, 0.75)
            .figure("item-mean", "uauc", 0.6)
            .figure("late", "uauc", 0.65)
            .byProtocol()
            .get("cold");

    private static final Curve CURVE = Curve.of("c", COLD, "uauc", Set.of());

    @Test
    void partsThatAreNumbersOfEventsAreCurves() {
        assertThat(Curve.fits(COLD)).isTrue();
        assertThat(Curve.fits(COLD.subList(0, 1))).isFalse();
        assertThat(Curve.fits(new MadeReport()
                        .part("cold", "k0")
                        .part("cold", "known")
                        .byProtocol()
                        .get("cold")))
                .isFalse();
    }

    @Test
    void theFindingNamesWhoIsBestWithTheFewestAndTheMost() {
        assertThat(CURVE.finding())
                .isEqualTo("After 0, the highest UAUC is that of mf and item-mean, 0.600 [0.550, 0.650];"
                        + " after 5, mf, 0.700 [0.650, 0.750]");
    }

    @Test
    void aLineBeginsWhereItIsDefined() {
        Curve.Line late = CURVE.lines().stream()
                .filter(line -> line.name().equals("late"))
                .findFirst()
                .orElseThrow();
        assertThat(late.points()).hasSize(1);
        assertThat(late.label()).isEqualTo("late");
        assertThat(late.path()).startsWith("M").doesNotContain("L");
        assertThat(CURVE.table())
                .extracting(Curve.Entry::cells)
                .contains(List.of("not defined", "0.650"), List.of("0.600 [0.550, 0.650]", "0.700 [0.650, 0.750]"));
    }

    @Test
    void labelsKeepApartAndMarksDiffer() {
        double[] at = CURVE.lines().stream()
                .mapToDouble(line -> Double.parseDouble(line.labelY()))
                .sorted()
                .toArray();
        assertThat(IntStream.range(1, at.length)).allMatch(i -> at[i] - at[i - 1] >= 12.9);
        assertThat(CURVE.lines().stream().map(Curve.Line::kind)).doesNotHaveDuplicates();
    }

    @Test
    void onlyAReportWithACurveExplainsSupportEvents() {
        assertThat(Glossary.of(Map.of("cold", COLD)))
                .extracting(ReportView.Term::name)
                .contains("Support event", "Interval")
                .doesNotContain("Paired difference");
        assertThat(Glossary.of(new MadeReport()
                        .part("frozen", "all")
                        .figure("a-vs-b", "uauc", 0.1)
                        .byProtocol()))
                .extracting(ReportView.Term::name)
                .containsExactly("UAUC", "Paired difference");
    }
}
