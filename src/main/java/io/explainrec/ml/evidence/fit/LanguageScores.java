package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.attribution.HistoryStyle;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A language model's logits for items of a data set, each asked for once: those of users without a history are the same for all of
 * them. Safe for many threads, which wait for each other.
 */
public final class LanguageScores {
    /** As long as the prompt holds, without reasons. */
    public static final HistoryStyle PLAIN = new HistoryStyle(History.LONGEST, false);

    private final DataSet data;
    private final Model model;
    private final HistoryStyle style;
    private final Map<List<History.Event>, Map<Integer, Double>> known = new HashMap<>();

    /** The model: one logit of liking for each candidate. */
    @FunctionalInterface
    public interface Model {
        float[] score(Profile profile, List<Candidate> candidates);

        /** The same for a model that also reads vectors of the items, whose names are those of the candidates in their order. */
        default float[] score(Profile profile, List<Candidate> candidates, List<ItemName> items) {
            return score(profile, candidates);
        }

        /** Whether it reads vectors of items. */
        default boolean readsItems() {
            return false;
        }

        /**
         * The same for a model that adapts to what the user said last.
         *
         * @param support computed where it is asked for
         */
        default float[] score(Profile profile, List<Candidate> candidates, Supplier<Support> support) {
            return score(profile, candidates);
        }
    }

    public LanguageScores(DataSet data, Model model) {
        this(data, model, PLAIN);
    }

    public LanguageScores(DataSet data, Model model, HistoryStyle style) {
        this.data = data;
        this.model = model;
        this.style = style;
    }

    /**
     * Logits of items for a user with a history, in the order of the items.
     *
     * @param items of one domain
     */
    synchronized double[] logits(List<History.Event> events, int[] items) {
        Map<Integer, Double> own = known.computeIfAbsent(events, e -> new HashMap<>());
        int[] open = Arrays.stream(items)
                .filter(item -> !own.containsKey(item))
                .distinct()
                .toArray();
        if (open.length > 0) {
            Profile profile = new Profile(data.items().get(open[0]).name().domain(), written(events));
            List<Candidate> candidates = Arrays.stream(open)
                    .mapToObj(data.items()::get)
                    .map(item -> Candidate.of(item.title(), item.attributes()))
                    .toList();
            float[] logits = model.readsItems()
                    ? model.score(
                            profile,
                            candidates,
                            Arrays.stream(open)
                                    .mapToObj(item -> data.items().get(item).name())
                                    .toList())
                    : model.score(profile, candidates, () -> support(profile.itemKind(), events));
            for (int k = 0; k < open.length; k++) {
                own.put(open[k], (double) logits[k]);
            }
        }
        return Arrays.stream(items).mapToDouble(own::get).toArray();
    }

    /** The same, less their mean: what the model says of one against the others. */
    double[] centred(List<History.Event> events, int[] items) {
        double[] logits = logits(events, items);
        double mean = Arrays.stream(logits).average().orElse(0);
        return Arrays.stream(logits).map(logit -> logit - mean).toArray();
    }

    private List<Profile.Event> written(List<History.Event> events) {
        return style.written(events.stream().map(this::told).toList());
    }

    /** The newest verdicts on items of this kind, and what was before the first of them. */
    private Support support(String kind, List<History.Event> events) {
        List<History.Event> said = events.stream()
                .filter(event -> item(event).name().domain().equals(kind))
                .toList();
        said = said.subList(Math.max(0, said.size() - Support.MOST), said.size());
        List<History.Event> before = said.isEmpty() ? events : events.subList(0, events.indexOf(said.getFirst()));
        return new Support(
                new Profile(kind, written(before)),
                said.stream()
                        .map(event -> new Support.Said(
                                Candidate.of(item(event).title(), item(event).attributes()), event.liked()))
                        .toList());
    }

    private DataSet.ItemFacts item(History.Event event) {
        return data.items().get((int) event.itemId().getLeastSignificantBits());
    }

    private HistoryStyle.Told told(History.Event event) {
        DataSet.ItemFacts item = item(event);
        return new HistoryStyle.Told(
                item.name().id(),
                item.title(),
                item.attributes().values().stream().flatMap(List::stream).toList(),
                event.liked(),
                event.second());
    }
}
