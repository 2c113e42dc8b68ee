package io.explainrec.evaluation.page;

import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.page.ReportView.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What the words of a report mean; only those that it uses. */
final class Glossary {
    private static final Map<String, String> PROTOCOLS = Map.ofEntries(
            Map.entry(
                    "frozen",
                    "All rows are scored from the state at the cut in time, which none of them changes, as a request scores its"
                            + " candidates. Decides."),
            Map.entry(
                    "online",
                    "Each row is scored from everything of strictly earlier seconds. AUC and calibration can be trusted; UAUC cannot, since a"
                            + " label just seen is gone from those to come, and is in the table only."),
            Map.entry(
                    "cold",
                    "Users with no row before the cut, scored after their first k events; the rows are the same for every k."),
            Map.entry("new-items", "Items whose rows were taken out of what was learned from."),
            Map.entry(
                    "rolling",
                    "As frozen, pooled over several cuts in time; users are drawn once, with what they did in all of them."),
            Map.entry(
                    "rolling-cold",
                    "As cold, pooled over several cuts; differences are to what everybody knows of an item."),
            Map.entry("rolling-new-items", "As new-items, pooled over several cuts; differences are to texts alone."),
            Map.entry(
                    "folds",
                    "Users in folds, for data without times: those of one fold are scored by what was learned from the others."),
            Map.entry(
                    "cross-domain",
                    "Users in folds, scored in one domain by what they did in the others alone. Time says nothing here: what is known may be"
                            + " later than what is scored."),
            Map.entry(
                    "cold-asked",
                    "As cold, of the first rows of each newcomer alone, which every scorer scores itself, the language model too;"
                            + " differences are to what everybody knows of an item."),
            Map.entry(
                    "new-items-asked",
                    "As new-items, of the first rows of each user alone, which every scorer scores itself, the language model too;"
                            + " differences are to texts alone."),
            Map.entry(
                    "lines",
                    "Lines, each scored from its own history alone. Where they say whose they are, that is what is resampled; where not, there is no"
                            + " UAUC, and what is resampled is lines that seem to be of one user."),
            Map.entry(
                    "segments", "The frozen scores, by kinds of users or items: who is served well, and who is not."));

    private Glossary() {}

    /** What a protocol does; null where it is not known here. */
    static String protocol(String name) {
        return PROTOCOLS.get(name);
    }

    static List<Term> of(Map<String, List<PartFigures>> all) {
        Set<String> metrics = new LinkedHashSet<>();
        all.values().forEach(parts -> parts.forEach(part -> metrics.addAll(part.metrics())));
        List<Term> terms = new ArrayList<>(ScorerWords.of(all));
        metrics.stream()
                .map(Metric::of)
                .filter(metric -> metric.definition() != null)
                .forEach(metric -> terms.add(new Term(metric.label(), metric.definition())));
        if (any(all, Figure::ranged)) {
            terms.add(
                    new Term(
                            "Interval",
                            "Brackets and whiskers hold 95% of resamples of users, or of lines that do not say whose they are, drawn with replacement. Each stands for itself: none is widened"
                                    + " for the number of comparisons, so of twenty scorers that do not differ one may seem to."));
        }
        if (any(all, Figure::difference)) {
            terms.add(new Term(
                    "Paired difference",
                    "One scorer less its rival on the same resamples. Where its interval holds zero, the two are not told apart;"
                            + " overlapping intervals of single scorers say nothing either way."));
        }
        if (all.values().stream().anyMatch(Curve::fits)) {
            terms.add(new Term(
                    "Support event",
                    "A first event of a newcomer that the scorer may know before it scores; k counts them."));
        }
        return terms;
    }

    private static boolean any(Map<String, List<PartFigures>> all, Predicate<Figure> wanted) {
        return all.values().stream()
                .flatMap(List::stream)
                .flatMap(part -> part.figures().stream())
                .anyMatch(wanted);
    }
}
