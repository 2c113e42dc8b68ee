package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.page.DotPlot.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Draws the parts of one protocol: each for itself, or, where there are many, few scorers over families of parts. */
final class ReportParts {
    private static final int MANY = 5;
    private static final int FEW = 4;

    private final String protocol;
    private final List<PartFigures> parts;
    private int plots;

    ReportParts(String protocol, List<PartFigures> parts) {
        this.protocol = protocol;
        this.parts = parts;
    }

    /**
     * @param wanted scorers that a drawing of few shows where it can
     */
    List<Curve> curves(Set<String> wanted) {
        if (!Curve.fits(parts)) {
            return List.of();
        }
        return plotted(parts.getLast()).stream()
                .map(metric -> Curve.of(nextId(), parts, metric, wanted))
                .toList();
    }

    List<ReportView.Part> all(Set<String> wanted) {
        if (Curve.fits(parts)) {
            return List.of(new ReportView.Part(
                    "all figures by support events", "", false, List.of(), tables(parts, part -> part.name())));
        }
        if (parts.size() < MANY) {
            List<ReportView.Part> drawn = new ArrayList<>();
            for (PartFigures part : parts) {
                drawn.add(new ReportView.Part(
                        part.name(),
                        part.size(),
                        drawn.isEmpty(),
                        single(part),
                        tables(List.of(part), of -> "All figures")));
            }
            return drawn;
        }
        Map<String, List<PartFigures>> families = new LinkedHashMap<>();
        for (PartFigures part : parts) {
            String[] words = part.name().split("-", 2);
            families.computeIfAbsent(words[0], name -> new ArrayList<>()).add(part);
        }
        return families.entrySet().stream()
                .map(family -> new ReportView.Part(
                        family.getKey(),
                        "",
                        true,
                        grouped(family.getValue(), wanted),
                        tables(family.getValue(), of -> of.name() + ": " + of.size())))
                .toList();
    }

    /** What can be trusted here: a state that took in scored labels biases UAUC, so it is not drawn. */
    private List<String> plotted(PartFigures part) {
        return Metric.plotted(part.metrics()).stream()
                .filter(metric -> !(metric.equals("uauc") && protocol.equals("online")))
                .filter(metric -> !part.scores(metric).isEmpty())
                .toList();
    }

    private List<DotPlot> single(PartFigures part) {
        List<DotPlot> drawn = new ArrayList<>();
        for (String metric : plotted(part)) {
            List<String> rivals = part.rivals(metric);
            List<Figure> figures = part.scores(metric);
            double best = figures.getFirst().value();
            boolean allSame = figures.size() > 1 && figures.getLast().value() == best;
            List<Line> scores = figures.stream()
                    .map(figure ->
                            new Line("", figure.scorer(), figure, kind(figure, allSame ? Double.NaN : best, rivals)))
                    .toList();
            String standing = Headlines.standing(part, metric);
            drawn.add(DotPlot.of(nextId(), standing, Metric.of(metric), false, scores));
            for (String rival : rivals) {
                drawn.add(against(
                        rival,
                        metric,
                        part.differences(metric, rival).stream()
                                .map(figure -> difference("", figure))
                                .toList()));
            }
        }
        return drawn;
    }

    /** How far others are above one rival, or below it. */
    private DotPlot against(String rival, String metric, List<Line> differences) {
        List<Figure> figures = differences.stream()
                .map(Line::figure)
                .filter(figure -> figure != null)
                .toList();
        String finding = "Against " + rival + ", " + Metric.of(metric).label() + ": " + Headlines.sides(figures, "");
        return DotPlot.of(nextId(), finding, Metric.of(metric), true, differences);
    }

    private List<DotPlot> grouped(List<PartFigures> family, Set<String> wanted) {
        List<DotPlot> drawn = new ArrayList<>();
        Set<String> metrics = new LinkedHashSet<>();
        family.forEach(part -> metrics.addAll(plotted(part)));
        for (String metric : Metric.plotted(metrics)) {
            List<Line> scores = new ArrayList<>();
            Map<String, List<Line>> differences = new LinkedHashMap<>();
            for (PartFigures part : family) {
                String heading = part.name() + " · " + Headlines.size(part.part());
                List<String> names = names(part, metric, wanted);
                List<String> rivals = part.rivals(metric);
                List<Figure> few = part.scores(metric).stream()
                        .filter(figure -> names.contains(figure.scorer()))
                        .toList();
                addGroup(
                        scores,
                        heading,
                        few.stream()
                                .map(figure -> new Line(
                                        heading,
                                        figure.scorer(),
                                        figure,
                                        kind(figure, few.getFirst().value(), rivals)))
                                .toList());
                for (String rival : rivals) {
                    addGroup(
                            differences.computeIfAbsent(rival, r -> new ArrayList<>()),
                            heading,
                            part.differences(metric, rival).stream()
                                    .filter(figure -> names.contains(figure.subject()))
                                    .map(figure -> difference(heading, figure))
                                    .toList());
                }
            }
            drawn.add(DotPlot.of(nextId(), range(family, metric), Metric.of(metric), false, scores));
            differences.values().removeIf(List::isEmpty);
            differences.forEach((rival, lines) -> drawn.add(against(rival, metric, lines)));
        }
        return drawn;
    }

    private static void addGroup(List<Line> lines, String heading, List<Line> group) {
        if (!group.isEmpty()) {
            lines.add(new Line(heading, heading, null, "group"));
            lines.addAll(group);
        }
    }

    private static List<String> names(PartFigures part, String metric, Set<String> wanted) {
        Set<String> names = new LinkedHashSet<>();
        wanted.stream().filter(name -> part.score(name, metric).isPresent()).forEach(names::add);
        names.addAll(part.chosen(metric, FEW));
        return names.stream().limit(FEW).toList();
    }

    /** Between which parts the best figure of each lies. */
    private static String range(List<PartFigures> family, String metric) {
        String label = Metric.of(metric).label();
        List<PartFigures> sorted = family.stream()
                .filter(part -> !part.scores(metric).isEmpty())
                .sorted((a, b) -> Double.compare(
                        a.scores(metric).getFirst().value(),
                        b.scores(metric).getFirst().value()))
                .toList();
        if (sorted.isEmpty()) {
            return label + " is not defined here";
        }
        PartFigures least = sorted.getFirst();
        PartFigures most = sorted.getLast();
        return "The highest " + label + " goes from "
                + Digits.three(least.scores(metric).getFirst().value()) + " in "
                + least.name() + " (" + least.scores(metric).getFirst().scorer() + ") to "
                + Digits.three(most.scores(metric).getFirst().value()) + " in " + most.name() + " ("
                + most.scores(metric).getFirst().scorer() + ")";
    }

    private static String kind(Figure figure, double best, List<String> rivals) {
        return figure.value() == best ? "lead" : rivals.contains(figure.scorer()) ? "rival" : "score";
    }

    private static Line difference(String group, Figure figure) {
        String kind = figure.side() > 0 ? "above" : figure.side() < 0 ? "below" : "unclear";
        return new Line(group, figure.subject(), figure, kind);
    }

    private static List<ReportView.Table> tables(List<PartFigures> parts, Function<PartFigures, String> caption) {
        return parts.stream()
                .map(part -> {
                    List<String> metrics = List.copyOf(part.metrics());
                    List<Curve.Entry> rows = part.figures().stream()
                            .map(Figure::scorer)
                            .distinct()
                            .map(scorer -> new Curve.Entry(
                                    scorer.replace(EvaluationReport.VERSUS, " less "),
                                    metrics.stream()
                                            .map(metric -> cell(part, scorer, metric))
                                            .toList()))
                            .toList();
                    return new ReportView.Table(
                            caption.apply(part),
                            metrics.stream()
                                    .map(metric -> Metric.of(metric).label())
                                    .toList(),
                            rows);
                })
                .toList();
    }

    private static String cell(PartFigures part, String scorer, String metric) {
        return part.figures().stream()
                .filter(figure ->
                        figure.scorer().equals(scorer) && figure.metric().equals(metric))
                .findFirst()
                .map(figure -> !figure.defined()
                        ? "not defined"
                        : figure.difference() ? Digits.signedRanged(figure) : Digits.ranged(figure))
                .orElse("");
    }

    private String nextId() {
        return "plot-" + protocol.replaceAll("[^A-Za-z0-9]+", "-") + "-" + ++plots;
    }
}
