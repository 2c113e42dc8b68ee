package io.explainrec.cli.evaluate;

import io.explainrec.ml.eval.Interval;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.text.ExplanationEvaluation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report for people, then for machines: {@code RESULT <protocol>.<part>.<scorer>.<metric> <value>}. Of the differences, people see
 * those pooled over rolling cuts.
 */
public final class EvaluationTable {
    private final Report report;

    public EvaluationTable(Report report) {
        this.report = report;
    }

    public void print(PrintWriter out) {
        var data = report.data();
        boolean texts =
                report.parts().stream().allMatch(part -> part.protocol().equals(ExplanationEvaluation.PROTOCOL));
        out.printf(
                Locale.ROOT,
                "%,d %s, %,d users, %,d items%s; 95%% intervals from %,d resamples of users.%n",
                data.rows(),
                texts ? "explanations" : "interactions",
                data.users(),
                data.items(),
                texts ? "" : String.format(Locale.ROOT, ", %.1f%% liked", 100.0 * data.likes() / data.rows()),
                report.settings().resamples());
        report.notes().forEach(note -> out.println("Note: " + note + "."));
        report.parts().forEach(part -> section(out, part));
        out.println();
        report.timings()
                .forEach(timing -> out.printf(
                        Locale.ROOT,
                        "%-28s %7.1f s fitting, %7.1f s scoring%n",
                        timing.scorer(),
                        timing.fitSeconds(),
                        timing.scoreSeconds()));
        out.println();
        for (Measurement m : report.measurements()) {
            Interval interval = m.interval();
            result(out, m.scorer().contains(Measurement.VERSUS) ? m.name() + ".value" : m.name(), interval.value());
            if (!Double.isNaN(interval.low())) {
                result(out, m.name() + ".low", interval.low());
                result(out, m.name() + ".high", interval.high());
            }
        }
        out.flush();
    }

    private static void result(PrintWriter out, String name, double value) {
        out.printf(Locale.ROOT, "RESULT %s %.5f%n", name, value);
    }

    private void section(PrintWriter out, Report.PartSize part) {
        Map<String, Map<String, Interval>> byScorer = new LinkedHashMap<>();
        LinkedHashSet<String> metrics = new LinkedHashSet<>();
        for (Measurement m : report.measurements()) {
            boolean shown =
                    !m.scorer().contains(Measurement.VERSUS) || m.protocol().startsWith("rolling");
            if (shown && m.protocol().equals(part.protocol()) && m.part().equals(part.part())) {
                byScorer.computeIfAbsent(m.scorer(), name -> new LinkedHashMap<>())
                        .put(m.metric(), m.interval());
                metrics.add(m.metric());
            }
        }
        out.printf(
                Locale.ROOT,
                "%n%s, %s: %,d rows, %,d users%s%n",
                part.protocol(),
                part.part(),
                part.rows(),
                part.users(),
                part.bothLabels() == 0 && !metrics.contains("uauc")
                        ? ""
                        : String.format(Locale.ROOT, " (%,d with both labels)", part.bothLabels()));
        out.printf("%-38s%s%n", "", columns(new ArrayList<>(metrics)));
        byScorer.forEach((scorer, of) -> {
            StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-38s", scorer));
            metrics.forEach(metric -> line.append(cell(of.get(metric))));
            out.println(line.toString().stripTrailing());
        });
    }

    private static String columns(List<String> metrics) {
        StringBuilder line = new StringBuilder();
        metrics.forEach(metric -> line.append(String.format(Locale.ROOT, "%-23s", metric)));
        return line.toString().stripTrailing();
    }

    private static String cell(Interval interval) {
        if (interval == null || Double.isNaN(interval.value())) {
            return String.format(Locale.ROOT, "%-23s", interval == null ? "" : "not defined");
        }
        String range = Double.isNaN(interval.low())
                ? ""
                : String.format(Locale.ROOT, " [%.3f,%.3f]", interval.low(), interval.high());
        return String.format(Locale.ROOT, "%-23s", String.format(Locale.ROOT, "%.3f%s", interval.value(), range));
    }
}
