package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.EvaluationReport.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report put together figure by figure. */
final class MadeReport {
    private final List<Part> parts = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private String protocol;
    private String part;

    /** A part of 900 rows, of which the figures that follow are. */
    MadeReport part(String protocol, String part) {
        return part(protocol, part, 900, 30);
    }

    MadeReport part(String protocol, String part, int rows, int users) {
        this.protocol = protocol;
        this.part = part;
        parts.add(new Part(protocol, part, rows, users, users - 1));
        return this;
    }

    MadeReport figure(String scorer, String metric, double low, double value, double high) {
        figures.add(new Figure(protocol, part, scorer, metric, low, value, high));
        return this;
    }

    /** A figure without an interval. */
    MadeReport figure(String scorer, String metric, double value) {
        return figure(scorer, metric, Double.NaN, value, Double.NaN);
    }

    EvaluationReport report() {
        return new EvaluationReport(
                "made",
                "25",
                Map.of("rows", 9L, "users", 3L, "items", 4L, "likes", 5L),
                Map.of(),
                parts,
                figures,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    Map<String, List<PartFigures>> byProtocol() {
        return PartFigures.byProtocol(report());
    }
}
