package io.explainrec.cli.data;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Interaction;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.User;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.Row;
import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.QuestionCount;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.eval.UserGroup;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.evidence.fit.DataSet.Scale;
import io.explainrec.ml.instruct.StatedReasons;
import io.explainrec.platform.problem.Faults;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The interactions of sources, with a count of what is none. */
final class EvaluationData implements EvaluationSet {
    /** Beyond it a number is no rating, whatever the scale. */
    private static final float LARGEST_RATING = 1e6f;

    /** Null once everything is read. */
    private InteractionsBuilder builder = new InteractionsBuilder();

    private Interactions interactions;
    private final Map<ItemName, Item.Input> items = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    /** Of the domains; of one that names none, what its ratings lie between. */
    private final Map<String, Scale> scales = new HashMap<>();

    private Map<String, RatingSpan> spans = Map.of();
    private final StatedReasons reasons = new StatedReasons();
    private final Instant now = Clock.systemUTC().instant();
    private final UnreadRows unread = new UnreadRows();
    private long incomplete;
    private long elsewhere;
    private long withoutScale;
    private long outside;
    private long untimely;
    private long contradicting;
    private long repeated;
    private long unlisted;

    private EvaluationData() {}

    /**
     * Reads a source.
     *
     * @param likedAbove in place of the source's own threshold; null for that
     */
    static EvaluationData read(ImportSource source, Float likedAbove) {
        return read(Map.of(source.name(), source), likedAbove);
    }

    /**
     * Reads sources whose users are the same people.
     *
     * @param sources by the domain that those of their rows go to that name none
     */
    static EvaluationData read(Map<String, ImportSource> sources, Float likedAbove) {
        EvaluationData data = new EvaluationData();
        new TreeMap<>(sources).forEach((domain, source) -> data.new Reading(domain, source, likedAbove).read());
        data.repeated = data.builder.dropRepeats();
        data.interactions = data.builder.build();
        data.builder = null;
        data.spans = spans(data.interactions, data.scales.keySet());
        data.spans.forEach((domain, span) -> data.scales.put(domain, span.scale()));
        data.unlisted = data.items.isEmpty() ? 0 : data.unlisted(data.interactions);
        return data;
    }

    /** Of one source. */
    private final class Reading {
        private final String domain;
        private final ImportSource source;
        private final List<String> domains;
        private final Float likedAbove;
        private final Scale scale;

        Reading(String domain, ImportSource source, Float likedAbove) {
            this.domain = domain;
            this.source = source;
            domains = source.domains();
            Domain.Input made = source.domain();
            this.likedAbove = likedAbove != null || made == null ? likedAbove : made.likeThreshold();
            boolean scaled = made != null && made.ratingLow() != null && made.ratingHigh() != null;
            scale = scaled ? new Scale(made.ratingLow(), made.ratingHigh()) : null;
        }

        void read() {
            if (scale != null) {
                (domains.isEmpty() ? List.of(domain) : domains).forEach(name -> scales.put(name, scale));
            }
            source.read(
                    row -> {
                        switch (row) {
                            case Row.OfInteraction event -> add(event);
                            case Row.Refused bad -> unread.add(bad);
                            case Row.OfItem item -> {
                                if (isNamed(item.id()) && isKnown(item.domain())) {
                                    // As an import does: of two rows of one item the last stays.
                                    items.put(name(item.domain(), item.id()), item.item());
                                }
                            }
                            case Row.OfUser user -> people.put(user.id(), person(user.demographics()));
                        }
                    },
                    done -> {});
        }

        private void add(Row.OfInteraction event) {
            Float rating = event.rating();
            boolean rated = rating != null && Math.abs(rating) <= LARGEST_RATING; // nor is NaN one
            boolean spoiled = rating != null && !rated;
            boolean verdict = !spoiled && (rated || event.liked() != null);
            if (!verdict || !isNamed(event.user()) || !isNamed(event.item())) {
                incomplete++;
            } else if (!isKnown(event.domain())) {
                elsewhere++;
            } else if (rated && scale != null && (rating < scale.low() || rating > scale.high())) {
                outside++;
            } else if (!Interaction.Input.isTime(event.at(), now)) {
                untimely++;
            } else if (event.liked() == null && likedAbove == null) {
                withoutScale++;
            } else if (rated && event.liked() != null && likedAbove != null && event.liked() != rating > likedAbove) {
                contradicting++;
            } else {
                boolean liked = event.liked() != null ? event.liked() : rating > likedAbove;
                ItemName item = name(event.domain(), event.item());
                builder.add(event.user(), item.domain(), item.id(), liked, rated ? rating : Float.NaN, event.at());
                long second = event.at() == null ? 0 : event.at().getEpochSecond();
                reasons.add(event.user(), item, second, liked, event.reason(), second);
            }
        }

        private ItemName name(String named, String id) {
            return new ItemName(named == null ? domain : named, id);
        }

        /** A source that names domains has no rows outside of them. */
        private boolean isKnown(String named) {
            return domains.isEmpty() ? named == null : named != null && domains.contains(named);
        }
    }

    /** Rows of items that no list of items names. */
    private long unlisted(Interactions all) {
        boolean[] listed = new boolean[all.items()];
        for (int i = 0; i < listed.length; i++) {
            listed[i] = items.containsKey(new ItemName(all.itemDomain(i), all.itemName(i)));
        }
        return IntStream.range(0, all.size()).filter(r -> !listed[all.item(r)]).count();
    }

    private static Person person(User.Input user) {
        return new Person(user.ageBand(), user.gender(), user.occupation());
    }

    /** By an id that an import takes. */
    private static boolean isNamed(String id) {
        return new Faults().id("id", id).isEmpty();
    }

    @Override
    public DataSet dataSet(int percent) {
        if (percent < 100 && interactions.untimed() > 0) {
            throw new CommandException("--first takes rows in time, and " + interactions.untimed() + " of "
                    + interactions.size() + " interactions have no time; leave it out");
        }
        List<ItemFacts> facts = IntStream.range(0, interactions.items())
                .mapToObj(i -> new ItemName(interactions.itemDomain(i), interactions.itemName(i)))
                .map(name -> facts(name, items.get(name)))
                .toList();
        List<Person> users = IntStream.range(0, interactions.users())
                .mapToObj(u -> people.getOrDefault(interactions.userName(u), Person.UNKNOWN))
                .toList();
        return new DataSet(interactions, facts, users, scales, null).first(percent);
    }

    @Override
    public StatedReasons reasons() {
        return reasons;
    }

    @Override
    public Report evaluate(Evaluation evaluation, DataSet data, List<Scorer> scorers) {
        List<UserGroup> groups = new ArrayList<>(groups(data, "gender-", Person::gender));
        groups.addAll(groups(data, "age-", Person::ageBand));
        return evaluation.run(data.interactions(), groups, scorers);
    }

    @Override
    public QuestionCount questions(DataSet data, int newcomers) {
        return QuestionCount.of(data.interactions(), newcomers);
    }

    private static List<UserGroup> groups(DataSet data, String kind, Function<Person, String> trait) {
        Map<String, boolean[]> members = new TreeMap<>();
        for (int u = 0; u < data.people().size(); u++) {
            String value = trait.apply(data.people().get(u));
            if (value != null) {
                members.computeIfAbsent(
                                UserGroup.nameOf(kind + value),
                                name -> new boolean[data.people().size()])[u] = true;
            }
        }
        return members.entrySet().stream()
                .map(entry -> new UserGroup(entry.getKey(), entry.getValue()))
                .toList();
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

    /** Of domains that name no scale and whose rows are all rated. */
    private static Map<String, RatingSpan> spans(Interactions interactions, Set<String> scaled) {
        Map<String, RatingSpan> spans = new LinkedHashMap<>();
        for (String domain : interactions.domains()) {
            double[] ratings = scaled.contains(domain)
                    ? new double[0]
                    : IntStream.range(0, interactions.size())
                            .filter(r -> interactions
                                    .itemDomain(interactions.item(r))
                                    .equals(domain))
                            .mapToDouble(interactions::rating)
                            .sorted()
                            .toArray();
            if (ratings.length > 0 && !Double.isNaN(ratings[ratings.length - 1])) { // NaN is sorted last
                spans.put(domain, RatingSpan.of(ratings));
            }
        }
        return spans;
    }

    /** Of the first domain whose ratings have an end that is far off. */
    private String farOff() {
        return spans.entrySet().stream()
                .filter(span -> span.getValue().isFarOff())
                .findFirst()
                .map(span -> span.getValue().says(span.getKey()))
                .orElse("");
    }

    @Override
    public String leftOut() {
        String text = unread.says("rows that cannot be read")
                + says(
                        incomplete,
                        "rows are no interaction with user, item and a verdict, or have an id that an import does not take")
                + says(elsewhere, "rows name no domain, or one that the items do not name")
                + says(outside, "ratings are outside of their domain's scale")
                + says(untimely, "times are not from 1970 to now, such as milliseconds that are read as seconds")
                + says(contradicting, "verdicts contradict their rating, by what is a like")
                + says(repeated, "rows repeat user, item and time of an earlier one, which stays")
                + says(
                        withoutScale,
                        "ratings have no meaning here, since it is not known what is a like; give --liked-above");
        return ((text.isEmpty() ? text : "Left out: " + text)
                        + farOff()
                        + says(
                                unlisted,
                                "interactions are of items that are not listed, which an import refuses unless the shop has"
                                        + " them"))
                .strip();
    }

    private static String says(long count, String what) {
        return count == 0 ? "" : String.format(Locale.ROOT, "%,d %s. ", count, what);
    }
}
