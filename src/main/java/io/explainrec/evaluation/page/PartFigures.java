package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.EvaluationReport.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What was measured on one part of a protocol. */
record PartFigures(Part part, List<Figure> figures) {
    /** All parts by protocol, in the report's order; one of which no size is known has zeros. */
    static Map<String, List<PartFigures>> byProtocol(EvaluationReport report) {
        Map<String, Map<String, PartFigures>> found = new LinkedHashMap<>();
        report.parts()
                .forEach(part -> found.computeIfAbsent(part.protocol(), name -> new LinkedHashMap<>())
                        .put(part.part(), new PartFigures(part, new ArrayList<>())));
        report.measurements()
                .forEach(figure -> found.computeIfAbsent(figure.protocol(), name -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                figure.part(),
                                name -> new PartFigures(new Part(figure.protocol(), name, 0, 0, 0), new ArrayList<>()))
                        .figures
                        .add(figure));
        Map<String, List<PartFigures>> parts = new LinkedHashMap<>();
        found.forEach((protocol, byPart) -> parts.put(protocol, List.copyOf(byPart.values())));
        return parts;
    }

    /** The part that a report is judged by: frozen on all rows, or else the first that has UAUC, or else the first. */
    static Optional<PartFigures> decisive(Map<String, List<PartFigures>> all) {
        List<PartFigures> inOrder = all.values().stream().flatMap(List::stream).toList();
        Optional<PartFigures> frozen = inOrder.stream()
                .filter(of ->
                        of.part.protocol().equals("frozen") && of.part.part().equals("all"))
                .findFirst();
        return frozen.or(() -> inOrder.stream()
                        .filter(of -> !of.scores("uauc").isEmpty())
                        .findFirst())
                .or(() -> inOrder.stream().findFirst());
    }

    Set<String> metrics() {
        Set<String> names = new LinkedHashSet<>();
        figures.forEach(figure -> names.add(figure.metric()));
        return names;
    }

    /** The scorers' own figures that are defined, the best first. */
    List<Figure> scores(String metric) {
        return sorted(metric, false);
    }

    /** Whom others are held against, the one with the best figure of its own first. */
    List<String> rivals(String metric) {
        List<String> best = scores(metric).stream().map(Figure::scorer).toList();
        return sorted(metric, true).stream()
                .map(Figure::rival)
                .distinct()
                .sorted(Comparator.comparingInt(rival -> best.contains(rival) ? best.indexOf(rival) : best.size()))
                .toList();
    }

    /** The paired differences to one rival that are defined, the best first. */
    List<Figure> differences(String metric, String rival) {
        return sorted(metric, true).stream()
                .filter(figure -> figure.rival().equals(rival))
                .toList();
    }

    /** A scorer's difference to the best of those that it is held against. */
    Optional<Figure> difference(String subject, String metric) {
        return rivals(metric).stream()
                .flatMap(rival -> differences(metric, rival).stream())
                .filter(figure -> figure.subject().equals(subject))
                .findFirst();
    }

    Optional<Figure> score(String scorer, String metric) {
        return scores(metric).stream()
                .filter(figure -> figure.scorer().equals(scorer))
                .findFirst();
    }

    /** All scorers, in the report's order. */
    List<String> scorers() {
        return figures.stream()
                .filter(figure -> !figure.difference())
                .map(Figure::scorer)
                .distinct()
                .toList();
    }

    /** Those whom a drawing of few shows: the full model where it is there, the best, the best rival, and who comes next. */
    List<String> chosen(String metric, int most) {
        Set<String> names = new LinkedHashSet<>();
        List<Figure> best = scores(metric);
        EvaluationReport.WHOLE.stream()
                .filter(name -> score(name, metric).isPresent())
                .limit(1)
                .forEach(names::add);
        best.stream().limit(1).map(Figure::scorer).forEach(names::add);
        rivals(metric).stream().limit(1).forEach(names::add);
        best.stream().map(Figure::scorer).forEach(names::add);
        return names.stream().limit(most).toList();
    }

    String name() {
        return part.part();
    }

    /** Its size in words. */
    String size() {
        return part.rows() == 0
                ? "nobody and nothing"
                : Digits.of(part.rows(), "row") + " of " + Digits.of(part.users(), "user") + withBothLabels();
    }

    /** Nothing where it is not known whose rows they are, so that nobody is asked for both. */
    private String withBothLabels() {
        if (part.bothLabels() == 0 && !metrics().contains("uauc")) {
            return "";
        }
        return part.users() == 1
                ? ", who has " + (part.bothLabels() == 1 ? "likes and dislikes" : "only likes or only dislikes")
                : ", " + Digits.grouped(part.bothLabels()) + " of them with likes and dislikes";
    }

    private List<Figure> sorted(String metric, boolean differences) {
        Comparator<Figure> byValue = Comparator.comparingDouble(Figure::value);
        return figures.stream()
                .filter(f -> f.metric().equals(metric) && f.difference() == differences && f.defined())
                .sorted(Metric.of(metric).lowerIsBetter() ? byValue : byValue.reversed())
                .toList();
    }
}
