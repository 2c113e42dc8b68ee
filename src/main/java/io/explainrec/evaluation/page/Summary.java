package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Figure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One scorer of a report, for a line in a list of reports: the whole program where it was measured, or else who leads.
 *
 * @param on protocol and part that its figures are of
 * @param onlineAuc of all rows of the protocol {@code online}
 */
public record Summary(String scorer, String on, Value uauc, Value auc, Value onlineAuc, Value ndcg) {
    private static final Value NONE = new Value("–", "");

    /** A figure, or a dash where there is none, and its interval, or nothing. */
    public record Value(String figure, String interval) {}

    public static Summary of(EvaluationReport report) {
        Map<String, List<PartFigures>> all = PartFigures.byProtocol(report);
        return PartFigures.decisive(all)
                .map(part -> of(part, all))
                .orElse(new Summary("–", "", NONE, NONE, NONE, NONE));
    }

    private static Summary of(PartFigures part, Map<String, List<PartFigures>> all) {
        List<String> scorers = part.scorers();
        String scorer = Stream.concat(
                        EvaluationReport.WHOLE.stream().filter(scorers::contains),
                        Stream.concat(part.scores("uauc").stream().map(Figure::scorer), scorers.stream()))
                .findFirst()
                .orElse("–");
        Optional<PartFigures> online = all.getOrDefault("online", List.of()).stream()
                .filter(of -> of.name().equals("all"))
                .findFirst();
        return new Summary(
                scorer,
                part.part().protocol() + ", " + part.name(),
                figure(part, scorer, "uauc"),
                figure(part, scorer, "auc"),
                online.map(of -> figure(of, scorer, "auc")).orElse(NONE),
                figure(part, scorer, "ndcg10"));
    }

    private static Value figure(PartFigures part, String scorer, String metric) {
        return part.score(scorer, metric)
                .map(figure -> new Value(
                        Digits.three(figure.value()), Digits.interval(figure).strip()))
                .orElse(NONE);
    }
}
