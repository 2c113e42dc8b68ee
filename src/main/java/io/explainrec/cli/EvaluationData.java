package io.explainrec.cli;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.User;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.Row;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.evidence.fit.DataSet.Scale;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The interactions of a source, with a count of what is none. */
final class EvaluationData {
    private final InteractionsBuilder builder = new InteractionsBuilder();
    private final Float likedAbove;
    private final Map<String, Item.Input> items = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private final String name;
    private final Domain.Input domain;
    private long refused;
    private long withoutScale;

    /**
     * @param likedAbove a rating above it is a like; null where none is known
     */
    private EvaluationData(String name, Domain.Input domain, Float likedAbove) {
        this.name = name;
        this.domain = domain;
        this.likedAbove = likedAbove;
    }

    /**
     * Reads a source.
     *
     * @param likedAbove in place of the source's own threshold; null for that
     */
    static EvaluationData read(ImportSource source, Float likedAbove) {
        Domain.Input domain = source.domain();
        EvaluationData data = new EvaluationData(
                source.name(), domain, likedAbove != null || domain == null ? likedAbove : domain.likeThreshold());
        source.read(
                row -> {
                    switch (row) {
                        case Row.OfInteraction event -> data.add(event);
                        case Row.Refused bad -> data.refused++;
                        case Row.OfItem item -> data.items.put(item.id(), item.item());
                        case Row.OfUser user -> data.people.put(user.id(), person(user.demographics()));
                    }
                },
                done -> {});
        return data;
    }

    private static Person person(User.Input user) {
        return new Person(user.ageBand(), user.gender(), user.occupation());
    }

    /** Interactions with what the source says of their items and users. */
    DataSet dataSet() {
        Interactions interactions = builder.build();
        List<ItemFacts> facts = IntStream.range(0, interactions.items())
                .mapToObj(interactions::itemName)
                .map(id -> facts(new ItemName(name, id), items.get(id)))
                .toList();
        List<Person> users = IntStream.range(0, interactions.users())
                .mapToObj(u -> people.getOrDefault(interactions.userName(u), Person.UNKNOWN))
                .toList();
        return new DataSet(interactions, facts, users, scales(interactions), null);
    }

    private static ItemFacts facts(ItemName name, Item.Input item) {
        return item == null
                ? new ItemFacts(name, name.id(), Map.of(), "")
                : new ItemFacts(
                        name,
                        item.title() == null ? name.id() : item.title(),
                        item.attributes() == null ? Map.of() : item.attributes(),
                        item.text() == null ? "" : item.text());
    }

    /** The domain's scale; where it names none and all rows are rated, that of the ratings. */
    private Map<String, Scale> scales(Interactions interactions) {
        if (domain != null && domain.ratingLow() != null && domain.ratingHigh() != null) {
            return Map.of(name, new Scale(domain.ratingLow(), domain.ratingHigh()));
        }
        if (!interactions.rated()) {
            return Map.of();
        }
        DoubleSummaryStatistics ratings = IntStream.range(0, interactions.size())
                .mapToDouble(interactions::rating)
                .summaryStatistics();
        return Map.of(name, new Scale(ratings.getMin(), ratings.getMax()));
    }

    /** What was left out, and why; empty where nothing was. */
    String leftOut() {
        String text = "";
        if (refused > 0) {
            text += String.format(Locale.ROOT, "%,d rows are no interaction with user, item and a verdict. ", refused);
        }
        if (withoutScale > 0) {
            text += String.format(
                    Locale.ROOT,
                    "%,d ratings have no meaning here, since it is not known what is a like; give --liked-above. ",
                    withoutScale);
        }
        return text.isEmpty() ? text : "Left out: " + text.strip();
    }

    private void add(Row.OfInteraction event) {
        Float rating = event.rating();
        boolean rated = rating != null && Float.isFinite(rating);
        boolean spoiled = rating != null && !rated;
        if (spoiled || !isNamed(event.user()) || !isNamed(event.item()) || (!rated && event.liked() == null)) {
            refused++;
        } else if (event.liked() == null && likedAbove == null) {
            withoutScale++;
        } else {
            boolean liked = event.liked() != null ? event.liked() : rating > likedAbove;
            builder.add(event.user(), event.item(), liked, rated ? rating : Float.NaN, event.at());
        }
    }

    private static boolean isNamed(String id) {
        return id != null && !id.isBlank();
    }
}
