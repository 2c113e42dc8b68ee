package io.explainrec.knowledge;

import io.explainrec.ml.evidence.KnowledgeTables.Subject;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entries in plain words. */
final class Wording {
    private Wording() {}

    /** What is said, without a figure: that which a search by meaning compares with. */
    static String claim(Subject subject, Condition given, Statistics figures) {
        return given instanceof Condition.Group group && group.isEverybody()
                ? "What everybody thinks of " + items(subject)
                : when(subject, given) + " " + than(given, figures);
    }

    /** The claim as a sentence. */
    static String sentence(Subject subject, Condition given, Statistics figures) {
        return claim(subject, given, figures) + ".";
    }

    /** The claim with its figures; one that does not count as found says so first. */
    static String statement(Subject subject, Condition given, Statistics figures, boolean finding) {
        if (figures.difference() == null) {
            return "%s of people's opinions on %s are likes (about %d people)."
                    .formatted(percent(figures.rate()), items(subject), figures.support());
        }
        int sign = figures.difference() < 0 ? -1 : 1;
        double low = Math.min(sign * figures.low(), sign * figures.high());
        double high = Math.max(sign * figures.low(), sign * figures.high());
        return "%s%s %s points %s (95%% interval %s to %s; %s against %s; about %d people)."
                .formatted(
                        finding ? "" : "Not sure: ",
                        when(subject, given),
                        points(sign * figures.difference()),
                        than(given, figures),
                        points(low),
                        points(high),
                        percent(figures.rate()),
                        percent(figures.reference()),
                        figures.support());
    }

    private static String when(Subject subject, Condition given) {
        String liked = items(subject) + " are liked";
        return switch (given) {
            case Condition.Group group -> "Among people who are " + group(group) + ", " + liked;
            case Condition.Favours favours ->
                "Among people who favour " + items(new Subject(favours.domain(), favours.attribute(), favours.value()))
                        + ", " + liked;
            case Condition.Month month ->
                "In " + Month.of(month.month()).getDisplayName(TextStyle.FULL, Locale.ENGLISH)
                        + (month.once() ? ", seen in one year alone, " : ", ") + liked;
            case Condition.Lately lately -> "Within the last " + lately.months() + " months, " + liked;
            case Condition.Soon soon ->
                "In the next month, a second opinion on " + items(subject) + " leans as the first";
        };
    }

    /** Said each time, since shares may differ the other way: who likes little likes a favourite less often than others do. */
    private static String than(Condition given, Statistics figures) {
        String direction = figures.difference() == null || figures.difference() >= 0 ? "more often" : "less often";
        return direction + " than " + given.otherwise() + ", measured from people's own level";
    }

    private static String group(Condition.Group group) {
        String age = "aged " + group.age();
        return Stream.of(age, group.gender(), group.occupation())
                .filter(Objects::nonNull)
                .map(Wording::folded)
                .collect(Collectors.joining(", "));
    }

    private static String items(Subject subject) {
        return "%s of %s '%s'"
                .formatted(folded(subject.domain()), folded(subject.attribute()), folded(subject.value()));
    }

    /** A shop's words are text: nothing in them ends a line. */
    private static String folded(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    private static String percent(double share) {
        return Math.round(100 * share) + "%";
    }

    private static String points(double share) {
        return Long.toString(Math.round(100 * share));
    }
}
