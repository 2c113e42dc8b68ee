package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Figures as dots with whiskers of their intervals, one a line. Positions are of a drawing 360 wide.
 *
 * @param id of the drawing in its page
 * @param finding what it shows, in words
 * @param what is drawn, in short
 * @param zero where differences are none, or chance is; null where that is not on the axis
 * @param zeroLabel what the line there is
 */
public record DotPlot(
        String id,
        String finding,
        String what,
        String axis,
        String zero,
        String zeroLabel,
        int height,
        List<Axis.Tick> ticks,
        List<Row> rows) {
    static final int WIDTH = 360;
    private static final int LEFT = 112;
    private static final int RIGHT = 312;
    private static final int ROW = 18;
    private static final int TOP = 6;
    private static final int LONGEST = 19;

    /**
     * A line.
     *
     * @param kind {@code score}, {@code lead}, {@code rival}, {@code above}, {@code below}, {@code unclear}; {@code group} for a
     *     heading between lines
     * @param mark the shape at its value
     * @param low null where there is no interval
     * @param group the heading that it stands under; empty where there are none
     */
    public record Row(
            String group,
            String label,
            String name,
            String kind,
            int y,
            String mark,
            String low,
            String high,
            String value,
            Cells cells) {
        public boolean heading() {
            return kind.equals("group");
        }

        public int textY() {
            return y + 4;
        }
    }

    /** The numbers of a line, for its table. */
    public record Cells(String low, String value, String high) {}

    /** A line to be drawn, before it has its place; a heading where the figure is null. */
    record Line(String group, String name, Figure figure, String kind) {}

    static DotPlot of(String id, String finding, Metric metric, boolean differences, List<Line> lines) {
        double reference = differences ? 0 : metric.halfIsChance() ? 0.5 : Double.NaN;
        DoubleStream.Builder values = DoubleStream.builder();
        for (Line line : lines) {
            if (line.figure != null) {
                values.add(line.figure.value());
                if (line.figure.ranged()) {
                    values.add(line.figure.low()).add(line.figure.high());
                }
            }
        }
        if (!Double.isNaN(reference)) {
            values.add(reference);
        }
        var span = values.build().summaryStatistics();
        Axis axis = Axis.over(span.getMin(), span.getMax(), LEFT, RIGHT);
        List<Row> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(row(line, axis, TOP + ROW / 2 + rows.size() * ROW, differences));
        }
        boolean rival = lines.stream().anyMatch(line -> line.kind.equals("rival"));
        String title = differences ? "Difference in " + metric.label() : metric.axis() + (rival ? " · ◆ rival" : "");
        return new DotPlot(
                id,
                finding,
                (differences ? "Differences in " : "") + metric.label(),
                title,
                Double.isNaN(reference) ? null : axis.at(reference),
                differences ? "no difference" : "chance",
                TOP + lines.size() * ROW + 36,
                axis.ticks(differences),
                rows);
    }

    private static Row row(Line line, Axis axis, int y, boolean signed) {
        Figure figure = line.figure;
        if (figure == null) {
            return new Row(line.group, line.name, line.name, "group", y, null, null, null, null, null);
        }
        return new Row(
                line.group,
                shortened(line.name, LONGEST),
                line.name,
                line.kind,
                y,
                Mark.of(line.kind).at(axis.position(figure.value()), y),
                figure.ranged() ? axis.at(figure.low()) : null,
                figure.ranged() ? axis.at(figure.high()) : null,
                signed ? Digits.signed(figure.value()) : Digits.three(figure.value()),
                new Cells(Digits.four(figure.low()), Digits.four(figure.value()), Digits.four(figure.high())));
    }

    /** At most so many characters of a name. */
    static String shortened(String name, int most) {
        return name.length() > most ? name.substring(0, most - 1) + "…" : name;
    }

    /** Where the axis lies. */
    public int axisY() {
        return height - 34;
    }

    public int tickY() {
        return height - 21;
    }

    public int titleY() {
        return height - 5;
    }

    public boolean grouped() {
        return rows.stream().anyMatch(Row::heading);
    }
}
