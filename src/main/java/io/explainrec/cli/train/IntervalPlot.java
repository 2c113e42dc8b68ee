package io.explainrec.cli.train;

import io.explainrec.ml.eval.Interval;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Figures as dots with whiskers, one a line, as a drawing that stands alone and follows the reader's light or dark.
 *
 * @param title what it shows, also for those who hear it
 * @param reference where a line is drawn, such as chance
 */
record IntervalPlot(String title, double reference, List<Line> lines) {
    private static final int WIDTH = 640;
    private static final int LEFT = 180;
    private static final int RIGHT = 560;
    private static final int ROW = 26;
    private static final int TOP = 40;

    record Line(String name, Interval interval) {
        /** Where the whisker ends; the figure alone where there is no interval, and nothing where it is not defined. */
        private double[] ends() {
            return DoubleStream.of(interval.low(), interval.value(), interval.high())
                    .filter(end -> !Double.isNaN(end))
                    .toArray();
        }
    }

    String svg() {
        double low = reference;
        double high = reference;
        for (Line line : lines) {
            for (double end : line.ends()) {
                low = Math.min(low, end);
                high = Math.max(high, end);
            }
        }
        double margin = Math.max(1e-3, (high - low) * 0.05);
        Scale scale = new Scale(low - margin, high + margin);
        int bottom = TOP + lines.size() * ROW;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" role="img" aria-label="%3$s" font-family="sans-serif" \
                font-size="13">
                <style>:root{color:#1f2328;color-scheme:light dark}@media(prefers-color-scheme:dark){:root{color:#e6edf3}}\
                text,circle{fill:currentColor}line{stroke:currentColor}</style>
                <text x="8" y="20" font-weight="bold">%3$s</text>
                <line x1="%4$.1f" x2="%4$.1f" y1="%5$d" y2="%6$d" stroke-dasharray="4 4" opacity="0.6"/>
                <text x="%4$.1f" y="%7$d" text-anchor="middle">%8$.2f</text>
                """,
                WIDTH,
                bottom + 30,
                title,
                scale.at(reference),
                TOP - 8,
                bottom,
                bottom + 18,
                reference));
        for (int k = 0; k < lines.size(); k++) {
            Line line = lines.get(k);
            int y = TOP + k * ROW + ROW / 2;
            double[] ends = line.ends();
            svg.append(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n".formatted(LEFT - 10, y + 4, line.name));
            if (ends.length == 0) {
                continue;
            }
            svg.append(String.format(
                    Locale.ROOT,
                    """
                    <line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke-width="2"/>
                    <circle cx="%.1f" cy="%d" r="4"/><text x="%d" y="%d">%.3f</text>
                    """,
                    scale.at(ends[0]),
                    scale.at(ends[ends.length - 1]),
                    y,
                    y,
                    scale.at(line.interval.value()),
                    y,
                    RIGHT + 20,
                    y + 4,
                    line.interval.value()));
        }
        return svg.append("</svg>\n").toString();
    }

    private record Scale(double low, double high) {
        double at(double value) {
            return LEFT + (value - low) / (high - low) * (RIGHT - LEFT);
        }
    }
}
