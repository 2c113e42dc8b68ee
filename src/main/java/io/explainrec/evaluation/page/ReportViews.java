package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Reliability;
import io.explainrec.evaluation.page.ReportView.Facts;
import io.explainrec.evaluation.page.ReportView.Protocol;
import io.explainrec.evaluation.page.ReportView.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a report ready to be shown. */
final class ReportViews {
    private static final int FEW = 4;

    private final EvaluationReport report;
    private final Map<String, List<PartFigures>> all;
    private final Set<String> wanted;

    private ReportViews(EvaluationReport report) {
        this.report = report;
        all = PartFigures.byProtocol(report);
        wanted = new LinkedHashSet<>(
                PartFigures.decisive(all).map(part -> part.chosen("uauc", FEW)).orElse(List.of()));
    }

    static ReportView of(EvaluationReport report) {
        return new ReportViews(report).view();
    }

    private ReportView view() {
        return new ReportView(
                report.source(),
                lead(),
                Headlines.of(all),
                notes(),
                all.keySet().stream().map(this::protocol).toList(),
                List.of(
                        new Facts("Data", facts(report.data())),
                        new Facts("Settings", facts(withJava(report.settings())))),
                report.timings().stream()
                        .map(t -> new ReportView.Time(t.scorer(), seconds(t.fitSeconds()), seconds(t.scoreSeconds())))
                        .toList(),
                Glossary.of(all));
    }

    private String lead() {
        long rows = report.count("rows");
        // Of texts nothing is liked or not.
        boolean verdicts = report.measurements().stream()
                .anyMatch(figure -> Set.of("auc", "ece").contains(figure.metric()));
        String liked = rows == 0 || !verdicts
                ? ""
                : "; " + Digits.percent(report.count("likes") / (double) rows) + " are likes";
        return Digits.of(rows, verdicts ? "interaction" : "row") + " of " + Digits.of(report.count("users"), "user")
                + " with "
                + Digits.of(report.count("items"), "item") + liked
                + ". Brackets are 95% intervals from resamples of users.";
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(report.notes());
        if (!report.others().isEmpty()) {
            notes.add("Not shown here, but in the report as JSON: " + Digits.joined(report.others()) + ".");
        }
        return notes;
    }

    private Protocol protocol(String name) {
        ReportParts parts = new ReportParts(name, all.get(name));
        PartFigures first = all.get(name).getFirst();
        List<ReliabilityPlot> shown = new ArrayList<>();
        List<ReliabilityPlot> more = new ArrayList<>();
        Set<String> curves = curvesToShow(name, first);
        for (Reliability curve : report.reliability()) {
            if (curve.protocol().equals(name)) {
                (curves.contains(curve.scorer()) ? shown : more)
                        .add(ReliabilityPlot.of(
                                "reliability-" + name.replaceAll("[^A-Za-z0-9]+", "-") + "-"
                                        + (shown.size() + more.size()),
                                curve,
                                first));
            }
        }
        return new Protocol(
                "protocol-" + name.replaceAll("[^A-Za-z0-9]+", "-"),
                name,
                Glossary.protocol(name),
                parts.curves(wanted),
                parts.all(wanted),
                shown,
                more);
    }

    /** The chosen scorers among those that state probabilities, then the lowest errors, until there are a few. */
    private Set<String> curvesToShow(String protocol, PartFigures part) {
        List<String> present = report.reliability().stream()
                .filter(curve -> curve.protocol().equals(protocol))
                .map(Reliability::scorer)
                .toList();
        Set<String> shown = new LinkedHashSet<>(wanted);
        shown.retainAll(present);
        part.scores("ece").stream()
                .map(EvaluationReport.Figure::scorer)
                .filter(present::contains)
                .forEach(shown::add);
        shown.addAll(present);
        return new LinkedHashSet<>(shown.stream().limit(3).toList());
    }

    private Map<String, Object> withJava(Map<String, Object> settings) {
        Map<String, Object> all = new LinkedHashMap<>(settings);
        all.put("java", report.java());
        return all;
    }

    private static List<Term> facts(Map<String, Object> facts) {
        return facts.entrySet().stream()
                .map(fact -> new Term(words(fact.getKey()), value(fact.getValue())))
                .toList();
    }

    private static String value(Object value) {
        return value instanceof Long number
                ? Digits.grouped(number)
                : Optional.ofNullable(value).orElse("–") + "";
    }

    /** {@code likeRival} as words. */
    private static String words(String camelCase) {
        String spaced = camelCase.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }
}
