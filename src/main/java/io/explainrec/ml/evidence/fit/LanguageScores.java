package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.attribution.HistoryStyle;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
            List<ItemName> names = Arrays.stream(open)
                    .mapToObj(item -> data.items().get(item).name())
                    .toList();
            float[] logits = model.score(profile, candidates, names);
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

    private HistoryStyle.Told told(History.Event event) {
        DataSet.ItemFacts item = data.items().get((int) event.itemId().getLeastSignificantBits());
        return new HistoryStyle.Told(
                item.name().id(),
                item.title(),
                item.attributes().values().stream().flatMap(List::stream).toList(),
                event.liked(),
                event.second());
    }
}
