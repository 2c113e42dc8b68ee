package io.explainrec.portal;

import io.explainrec.knowledge.Statistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A difference with its 95% interval on a scale of points, 0 in the middle. Positions are of a drawing 520 wide.
 *
 * @param finding what it shows, in a sentence
 */
public record DifferenceInterval(String finding, String low, String at, String high, List<Tick> ticks) {
    private static final double MIDDLE = 260;
    private static final double HALF = 225;

    /** The scale ends at a multiple of this. */
    private static final double STEP = 0.1;

    /** A mark on the scale. */
    public record Tick(String at, String label) {}

    static DifferenceInterval of(Statistics figures) {
        double most = DoubleStream.of(figures.low(), figures.difference(), figures.high())
                .map(Math::abs)
                .max()
                .orElseThrow();
        double reach = STEP * Math.max(1, Math.ceil(most / STEP - 1e-9));
        List<Tick> ticks = DoubleStream.of(-1, -0.5, 0, 0.5, 1)
                .mapToObj(part -> new Tick(at(part), EntryFigures.points(part * reach)))
                .toList();
        return new DifferenceInterval(
                finding(figures),
                at(figures.low() / reach),
                at(figures.difference() / reach),
                at(figures.high() / reach),
                ticks);
    }

    private static String finding(Statistics figures) {
        String where = figures.low() > 0
                ? "lies above 0"
                : figures.high() < 0 ? "lies below 0" : "holds 0: it may be no difference at all";
        return "The difference is " + EntryFigures.points(figures.difference())
                + " points of a hundred; its 95% interval, " + EntryFigures.interval(figures) + ", " + where + ".";
    }

    private static String at(double part) {
        return String.format(Locale.ROOT, "%.1f", MIDDLE + part * HALF);
    }
}
