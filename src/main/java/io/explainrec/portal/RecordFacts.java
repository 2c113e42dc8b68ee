package io.explainrec.portal;

import io.explainrec.ml.evidence.Person;
import io.explainrec.recommend.Recommendation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a recommendation was decided from, for people: all that its record holds besides items, scores and history. */
final class RecordFacts {
    private static final String OLDER = "not kept in records as old as this";
    private static final String UNKNOWN = "not known";

    private RecordFacts() {}

    /**
     * One of them.
     *
     * @param value null where it is a time
     * @param at null where it is none
     * @param address of the page that tells more; null where there is none
     */
    public record Fact(String name, String value, Instant at, String address) {
        Fact(String name, String value) {
            this(name, value, null, null);
        }
    }

    static List<Fact> of(Recommendation recommendation) {
        Recommendation.Asked asked = recommendation.asked();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "Asked by",
                asked.triedBy() == null
                        ? "the shop's backend"
                        : asked.triedBy() + ", who tried it here; nobody was shown it"));
        facts.add(new Fact("Items asked for", PageValues.grouped(asked.count())));
        facts.add(new Fact("Filters", filters(asked)));
        facts.add(new Fact(
                "Candidates",
                asked.given() == null ? OLDER : asked.given() ? "given with the request" : "proposed from the domain"));
        Recommendation.Versions versions = recommendation.versions();
        facts.add(new Fact("Language model's values", adapted(versions.adapted())));
        facts.add(new Fact("Decision layer", versions.decision()));
        facts.add(knowledge(versions.knowledge()));
        facts.add(new Fact("Encoder of item vectors", "number " + versions.encoderVersionId()));
        facts.add(new Fact("Newest event that was counted", null, versions.stateAsOf(), null));
        if (recommendation.personal() != null) {
            Person person = recommendation.personal().person();
            facts.add(new Fact("Age then", person == null ? OLDER : orUnknown(person.ageBand())));
            facts.add(new Fact("Gender then", person == null ? OLDER : orUnknown(person.gender())));
            facts.add(new Fact("Occupation then", person == null ? OLDER : orUnknown(person.occupation())));
        }
        return facts;
    }

    private static String filters(Recommendation.Asked asked) {
        if (asked.filters() == null) {
            return OLDER;
        }
        return asked.filters().isEmpty()
                ? "none"
                : asked.filters().entrySet().stream()
                        .map(filter -> filter.getKey() + " = " + filter.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static Fact knowledge(UUID snapshot) {
        return snapshot == null
                ? new Fact("Knowledge", "none was active")
                : new Fact("Knowledge", "snapshot " + snapshot, null, "/knowledge/" + snapshot);
    }

    private static String adapted(Recommendation.Adapted adapted) {
        return switch (adapted) {
            case null -> OLDER;
            case NONE -> "of the model as it was trained";
            case HEAD -> "of the model with its answer's head adapted to the person";
            case TOKEN -> "of the model with a token that stands for the person";
        };
    }

    private static String orUnknown(String trait) {
        return trait == null ? UNKNOWN : trait;
    }
}
