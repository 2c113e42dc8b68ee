package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport.Figure;
import java.util.List;
import java.util.Locale;

/** Numbers as a report writes them: three digits behind the point in words and plots, four in tables. */
final class Digits {
    private Digits() {}

    static String three(double value) {
        return minus(String.format(Locale.ROOT, "%.3f", value));
    }

    static String four(double value) {
        return Double.isNaN(value) ? "–" : minus(String.format(Locale.ROOT, "%.4f", value));
    }

    static String signed(double value) {
        return minus(String.format(Locale.ROOT, "%+.3f", value));
    }

    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** So many of a thing, in the plural where it is due. */
    static String of(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** Names as in a sentence. */
    static String joined(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** With its interval, where it has one. */
    static String ranged(Figure figure) {
        return three(figure.value()) + interval(figure);
    }

    /** A difference, with its interval. */
    static String signedRanged(Figure figure) {
        return signed(figure.value())
                + (figure.ranged() ? " [" + signed(figure.low()) + ", " + signed(figure.high()) + "]" : "");
    }

    static String interval(Figure figure) {
        return figure.ranged() ? " [" + three(figure.low()) + ", " + three(figure.high()) + "]" : "";
    }

    /** A position in a drawing. */
    static String at(double position) {
        return String.format(Locale.ROOT, "%.1f", position);
    }

    private static String minus(String number) {
        return number.replaceFirst("^-(?=0\\.0+$)", "").replace('-', '−');
    }
}
