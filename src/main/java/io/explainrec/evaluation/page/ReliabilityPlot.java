package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport.Bin;
import io.explainrec.evaluation.EvaluationReport.Reliability;
import java.util.List;

/**
 * What a scorer stated against what was so, by bins; under it how many rows each bin has. Positions are of a drawing 220 wide.
 *
 * @param ece with its interval, where it was measured
 */
public record ReliabilityPlot(String id, String scorer, String finding, String ece, List<Dot> dots) {
    private static final double LEFT = 34;
    private static final double TOP = 8;
    private static final double SIDE = 176;
    private static final double BARS = 226;
    private static final double BAR = 28;

    /** A bin: its dot, its bar, and its numbers. */
    public record Dot(
            String x,
            String y,
            String radius,
            String barX,
            String barY,
            String barHeight,
            String range,
            Numbers numbers) {}

    /** The numbers of a bin. */
    public record Numbers(String rows, String said, String found) {}

    static ReliabilityPlot of(String id, Reliability curve, PartFigures part) {
        long most = Math.max(1, curve.bins().stream().mapToLong(Bin::rows).max().orElse(1));
        double all = 0;
        double said = 0;
        double found = 0;
        double gap = 0;
        for (Bin bin : curve.bins()) {
            all += bin.rows();
            said += bin.rows() * bin.said();
            found += bin.rows() * bin.found();
            gap += bin.rows() * Math.abs(bin.said() - bin.found());
        }
        double rows = Math.max(1, all);
        double own = gap / rows;
        String ece = part == null
                ? Digits.three(own)
                : part.score(curve.scorer(), "ece").map(Digits::ranged).orElse(Digits.three(own));
        return new ReliabilityPlot(
                id,
                curve.scorer(),
                curve.scorer() + " states " + Digits.percent(said / rows) + " on average, and "
                        + Digits.percent(found / rows) + " are liked; ECE " + ece,
                ece,
                curve.bins().stream().map(bin -> dot(bin, most)).toList());
    }

    private static Dot dot(Bin bin, long most) {
        double share = bin.rows() / (double) most;
        return new Dot(
                Digits.at(LEFT + SIDE * bin.said()),
                Digits.at(TOP + SIDE * (1 - bin.found())),
                Digits.at(2 + 5 * Math.sqrt(share)),
                Digits.at(LEFT + SIDE * bin.from() + 1),
                Digits.at(BARS + BAR * (1 - share)),
                Digits.at(Math.max(0.5, BAR * share)),
                Digits.percent(bin.from()) + " to " + Digits.percent(bin.to()),
                new Numbers(Digits.grouped(bin.rows()), Digits.percent(bin.said()), Digits.percent(bin.found())));
    }

    /** The width of a bin's bar, that of a tenth. */
    public String barWidth() {
        return Digits.at(SIDE / 10 - 2);
    }
}
