package io.explainrec.portal;

import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeKind;
import io.explainrec.knowledge.Rules;
import io.explainrec.knowledge.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of an entry for people: each with its unit and with what it means. */
final class EntryFigures {
    private static final double LEAST_Q = 0.001;

    private EntryFigures() {}

    /** One of them. */
    public record Figure(String name, String value, String meaning) {}

    static List<Figure> of(KnowledgeEntry entry, Rules rules) {
        Statistics figures = entry.statistics();
        List<Figure> all = new ArrayList<>();
        all.add(new Figure(
                "Support",
                "about " + PageValues.of(figures.support(), "person").replace("persons", "people"),
                "How many people it rests on, to the next five. Of fewer than " + rules.floor() + " nothing is said."));
        all.add(new Figure("Rate", PageValues.percent(figures.rate()), rate(entry)));
        if (figures.difference() == null) {
            return all;
        }
        all.add(new Figure(
                "Reference",
                PageValues.percent(figures.reference()),
                "The same share " + entry.given().otherwise() + "."));
        if (figures.lift() != null) {
            all.add(new Figure(
                    "Lift",
                    String.format(Locale.ROOT, "%.2f times", figures.lift()),
                    "Rate divided by reference; 1 is no difference."));
        }
        all.add(new Figure(
                "Difference",
                points(figures.difference()) + " points, 95% interval " + interval(figures),
                "In points of a hundred opinions: how much more often than at people's own level it is so under the"
                        + " condition than otherwise. It need not be rate less reference, which do not take out that"
                        + " level."));
        all.add(new Figure(
                "q",
                q(figures.q()),
                "The false discovery rate at which the difference would just count as found. Found is what is at or"
                        + " below " + PageValues.percent(rules.falseDiscoveryRate())
                        + " and, both as it stands and less what surer differences imply,"
                        + " above " + Math.round(100 * rules.leastDifference()) + " points."));
        return all;
    }

    private static String rate(KnowledgeEntry entry) {
        return entry.kind() == KnowledgeKind.RECENCY
                ? "Share of opinions in the month after another that lean as that one did, by people's own level."
                : "Share of their opinions under the condition that are likes, each person weighing the same; few people's"
                        + " is drawn towards the next larger group's.";
    }

    /** A difference of shares in points, with its sign. */
    static String points(double difference) {
        long rounded = Math.round(100 * difference);
        return rounded == 0 ? "0" : rounded < 0 ? "−" + -rounded : "+" + rounded;
    }

    /** Lower and upper end of the difference's 95% interval. */
    static String interval(Statistics figures) {
        return "[" + points(figures.low()) + ", " + points(figures.high()) + "]";
    }

    static String q(double q) {
        return q < LEAST_Q ? "< " + LEAST_Q : String.format(Locale.ROOT, "%.3f", q);
    }
}
