package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A metric by the number of events that are known of each user, for parts that are named {@code k0}, {@code k1} and so on.
 * Positions are of a drawing 360 wide.
 *
 * @param what is drawn, in short
 * @param lines of a few scorers; all are in the table
 * @param zero where chance is; null where that is not on the axis
 */
public record Curve(
        String id,
        String finding,
        String what,
        String axis,
        String zero,
        List<Axis.Tick> across,
        List<Axis.Tick> up,
        List<Line> lines,
        List<String> head,
        List<Entry> table) {
    private static final int MOST_LINES = 4;
    private static final Mark[] MARKS = {Mark.DOT, Mark.DIAMOND, Mark.SQUARE, Mark.UP};
    private static final int LEFT = 38;
    private static final int RIGHT = 252;
    private static final int BOTTOM = 190;
    private static final int LABEL = 13;
    private static final int LONGEST = 15;

    /** Between marks of lines at the same number, so that none hides another. */
    private static final double ASIDE = 8;

    /**
     * One scorer.
     *
     * @param kind {@code line-1} and so on, by which lines differ in colour and in dashes; their marks differ too
     * @param key the mark beside the label
     */
    public record Line(String name, String kind, String path, List<Point> points, String labelY, String key) {
        public String label() {
            return DotPlot.shortened(name, LONGEST);
        }
    }

    /** A figure at a number of events, as a mark; without an interval, low and high are at the point. */
    public record Point(String x, String mark, String low, String high) {}

    /** A line of the table. */
    public record Entry(String scorer, List<String> cells) {}

    /** Whether these parts are numbers of events. */
    static boolean fits(List<PartFigures> parts) {
        return parts.size() > 1 && parts.stream().allMatch(part -> part.name().matches("k\\d{1,6}"));
    }

    private static int events(PartFigures part) {
        return Integer.parseInt(part.name().substring(1));
    }

    /** Who is best with the fewest and with the most events; null where the metric is not defined in both. */
    static String finding(List<PartFigures> parts, String metric) {
        List<Figure> first = parts.getFirst().scores(metric);
        List<Figure> last = parts.getLast().scores(metric);
        if (first.isEmpty() || last.isEmpty()) {
            return null;
        }
        String label = Metric.of(metric).label();
        return "after " + events(parts.getFirst()) + ", the highest " + label + " is that of " + best(first) + ", "
                + Digits.ranged(first.getFirst()) + "; after " + events(parts.getLast()) + ", " + best(last) + ", "
                + Digits.ranged(last.getFirst());
    }

    private static String best(List<Figure> scores) {
        return Digits.joined(scores.stream()
                .filter(figure -> figure.value() == scores.getFirst().value())
                .map(Figure::scorer)
                .toList());
    }

    static Curve of(String id, List<PartFigures> parts, String metric, Set<String> wanted) {
        List<String> names = chosen(parts, metric, wanted);
        List<Figure> drawn = parts.stream()
                .flatMap(part -> part.scores(metric).stream())
                .filter(figure -> names.contains(figure.scorer()))
                .toList();
        double low = drawn.stream()
                .mapToDouble(f -> f.ranged() ? f.low() : f.value())
                .min()
                .orElse(0);
        double high = drawn.stream()
                .mapToDouble(f -> f.ranged() ? f.high() : f.value())
                .max()
                .orElse(1);
        Metric of = Metric.of(metric);
        Axis up = Axis.over(of.halfIsChance() ? Math.min(low, 0.5) : low, high, BOTTOM, 10);
        // Numbers of events stand equally far apart: the first ones are close to each other, and tell most.
        Axis across = new Axis(0, parts.size() - 1, 1, LEFT + 2 * ASIDE, RIGHT - 2 * ASIDE);
        List<Line> lines = new ArrayList<>();
        for (String name : names) {
            lines.add(line(name, lines.size(), parts, metric, across, up));
        }
        String finding = finding(parts, metric);
        return new Curve(
                id,
                finding == null ? of.label() + " by support events" : "After" + finding.substring("after".length()),
                of.label(),
                of.axis(),
                of.halfIsChance() ? up.at(0.5) : null,
                IntStream.range(0, parts.size())
                        .mapToObj(i -> new Axis.Tick(across.at(i), events(parts.get(i)) + ""))
                        .toList(),
                up.ticks(false),
                apart(lines),
                parts.stream().map(part -> "k = " + events(part)).toList(),
                table(parts, metric));
    }

    /** Whom others draw too, as far as there is room, then the best after the most events. */
    private static List<String> chosen(List<PartFigures> parts, String metric, Set<String> wanted) {
        List<String> best =
                parts.getLast().scores(metric).stream().map(Figure::scorer).toList();
        Set<String> names = new LinkedHashSet<>(best.subList(0, Math.min(1, best.size())));
        wanted.stream().filter(best::contains).forEach(names::add);
        names.addAll(best);
        return names.stream().limit(MOST_LINES).toList();
    }

    private static Line line(String name, int number, List<PartFigures> parts, String metric, Axis across, Axis up) {
        List<Point> points = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        double last = 0;
        for (int i = 0; i < parts.size(); i++) {
            Optional<Figure> found = parts.get(i).score(name, metric);
            if (found.isPresent()) {
                Figure figure = found.get();
                double x = across.position(i) + (number - (MOST_LINES - 1) / 2.0) * ASIDE;
                last = up.position(figure.value());
                points.add(new Point(
                        Digits.at(x),
                        MARKS[number].at(x, last),
                        up.at(figure.ranged() ? figure.low() : figure.value()),
                        up.at(figure.ranged() ? figure.high() : figure.value())));
                path.append(path.isEmpty() ? "M" : "L")
                        .append(Digits.at(x))
                        .append(' ')
                        .append(Digits.at(last));
            }
        }
        return new Line(name, "line-" + (number + 1), path.toString(), points, Digits.at(last), null);
    }

    /** Labels at the ends of the lines, moved so that none covers another. */
    private static List<Line> apart(List<Line> lines) {
        List<Line> down = lines.stream()
                .sorted(Comparator.comparingDouble(line -> Double.parseDouble(line.labelY)))
                .toList();
        double[] at = new double[down.size()];
        for (int i = 0; i < at.length; i++) {
            double wish = Double.parseDouble(down.get(i).labelY);
            at[i] = i == 0 ? wish : Math.max(wish, at[i - 1] + LABEL);
        }
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], i == at.length - 1 ? BOTTOM : at[i + 1] - LABEL);
        }
        List<Line> moved = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            Line line = down.get(i);
            Mark mark = MARKS[Integer.parseInt(line.kind.substring("line-".length())) - 1];
            moved.add(new Line(
                    line.name, line.kind, line.path, line.points, Digits.at(at[i] + 4), mark.at(RIGHT + 10, at[i])));
        }
        return moved;
    }

    private static List<Entry> table(List<PartFigures> parts, String metric) {
        return parts.getFirst().scorers().stream()
                .map(scorer -> new Entry(
                        scorer,
                        parts.stream()
                                .map(part -> part.score(scorer, metric)
                                        .map(Digits::ranged)
                                        .orElse("not defined"))
                                .toList()))
                .toList();
    }
}
