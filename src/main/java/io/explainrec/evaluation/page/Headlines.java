package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.EvaluationReport.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What figures say, in sentences. A difference is claimed only where the interval of a paired one lies on one side of zero; that
 * one figure is the highest is said as what it is.
 */
final class Headlines {
    /** Of rows and of users, below which figures tell nothing. */
    private static final int FEW_ROWS = 100;

    private static final int FEW_USERS = 5;

    private Headlines() {}

    /** The findings that a report begins with. */
    static List<String> of(Map<String, List<PartFigures>> all) {
        List<String> found = new ArrayList<>();
        PartFigures.decisive(all).ifPresent(part -> {
            caution(part).ifPresent(found::add);
            // Lines that do not say whose they are have no UAUC.
            String decides = part.scores("uauc").isEmpty() ? "auc" : "uauc";
            String on = "On " + part.part().protocol() + " scores of " + part.size() + ": ";
            if (!part.scores(decides).isEmpty() || !part.scores("ece").isEmpty()) {
                found.add(on + standing(part, decides) + ".");
            }
            full(part, decides).ifPresent(found::add);
            Metric.plotted(part.metrics()).stream()
                    .filter(metric -> metric.startsWith("ndcg"))
                    .filter(metric -> !part.scores(metric).isEmpty())
                    .forEach(metric -> found.add("Ranking all items of a domain: " + standing(part, metric) + "."));
            calibration(part).ifPresent(found::add);
        });
        all.forEach((protocol, parts) -> {
            String finding = Curve.fits(parts) ? Curve.finding(parts, "uauc") : null;
            if (finding != null) {
                found.add("Support events of newcomers (" + protocol + "): " + finding + ".");
            }
        });
        return found;
    }

    /** Who has the best figure, and how it stands to the best of those that it is held against. */
    static String standing(PartFigures part, String metric) {
        List<Figure> scores = part.scores(metric);
        if (scores.isEmpty()) {
            return Metric.of(metric).label() + " is not defined where all that was scored is liked, or all is not";
        }
        Figure best = scores.getFirst();
        List<String> leaders = scores.stream()
                .filter(figure -> figure.value() == best.value())
                .map(Figure::scorer)
                .toList();
        String label = Metric.of(metric).label();
        if (scores.size() == 1) {
            return best.scorer() + " has " + label + " " + Digits.ranged(best);
        }
        if (leaders.size() == scores.size()) {
            return "All " + scores.size() + " have " + label + " " + Digits.three(best.value());
        }
        String lead = Digits.joined(leaders) + (leaders.size() == 1 ? " has the " : " share the ")
                + (Metric.of(metric).lowerIsBetter() ? "lowest " : "highest ")
                + label + " of " + scores.size() + ", " + Digits.ranged(best);
        return lead
                + leaders.stream()
                        .flatMap(leader -> part.difference(leader, metric).stream())
                        .findFirst()
                        .map(figure -> "; " + against(leaders.size() == 1 ? "it" : figure.subject(), figure))
                        .or(() -> part.rivals(metric).stream()
                                .filter(leaders::contains)
                                .findFirst()
                                .map(rival -> "; of the others held against it, "
                                        + sides(part.differences(metric, rival), "")))
                        .orElse("");
    }

    /** A paired difference as a sentence about this subject. */
    private static String against(String subject, Figure difference) {
        return switch (difference.side()) {
            case 1 -> subject + " is above " + difference.rival() + " by " + Digits.signedRanged(difference);
            case -1 -> subject + " is below " + difference.rival() + " by " + Digits.signedRanged(difference);
            default ->
                "whether " + subject + " differs from " + difference.rival() + " cannot be said, "
                        + Digits.signedRanged(difference);
        };
    }

    /** How many lie on which side of zero. */
    static String sides(List<Figure> differences, String what) {
        Map<Integer, Long> sides =
                differences.stream().collect(Collectors.groupingBy(Figure::side, Collectors.counting()));
        List<String> words = new ArrayList<>();
        if (sides.containsKey(1)) {
            words.add(sides.get(1) + " above" + what);
        }
        if (sides.containsKey(-1)) {
            words.add(sides.get(-1) + " below" + what);
        }
        if (sides.containsKey(0)) {
            words.add(sides.get(0) + " not told apart");
        }
        return String.join(", ", words);
    }

    /** Where too little was scored to conclude anything. */
    private static Optional<String> caution(PartFigures part) {
        return part.part().rows() < FEW_ROWS || part.part().users() < FEW_USERS
                ? Optional.of("No more than " + part.size() + " could be scored: too few to conclude anything from.")
                : Optional.empty();
    }

    /** Of the whole program, where it was measured and does not lead. */
    private static Optional<String> full(PartFigures part, String metric) {
        List<Figure> scores = part.scores(metric);
        return EvaluationReport.WHOLE.stream()
                .flatMap(name -> part.score(name, metric).stream())
                .findFirst()
                .filter(own -> own.value() < scores.getFirst().value())
                .map(own -> own.scorer() + " has " + Metric.of(metric).label() + " " + Digits.ranged(own)
                        + part.difference(own.scorer(), metric)
                                .map(figure -> "; " + against("it", figure))
                                .orElse("")
                        + ".");
    }

    private static Optional<String> calibration(PartFigures part) {
        List<Figure> errors = part.scores("ece");
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        Figure best = errors.getFirst();
        Figure worst = errors.getLast();
        String text = "Calibration: of " + Digits.of(errors.size(), "scorer") + " that state"
                + (errors.size() == 1 ? "s" : "") + " probabilities, " + best.scorer() + " has the lowest error, ECE "
                + Digits.ranged(best);
        return Optional.of(text
                + (worst.value() == best.value() ? "" : "; " + worst.scorer() + " the highest, " + Digits.ranged(worst))
                + ".");
    }

    /** What a part is, for a heading. */
    static String size(Part part) {
        return Digits.of(part.rows(), "row") + ", " + Digits.of(part.users(), "user");
    }
}
