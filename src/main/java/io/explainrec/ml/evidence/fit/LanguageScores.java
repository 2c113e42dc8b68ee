package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.adapt.Support;
import io.explainrec.ml.attribution.PromptStyle;
import io.explainrec.ml.evidence.Findings;
import io.explainrec.ml.evidence.History;
import io.explainrec.ml.evidence.Opinion;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.Profile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A language model's logits for items of a data set, each asked for once: those of users without a history are the same for all of
 * them. Safe for many threads, which wait for each other.
 */
public final class LanguageScores {
    /** As long as the prompt holds, without reasons. */
    public static final PromptStyle PLAIN = new PromptStyle(History.LONGEST, false, false, false);

    private final DataSet data;
    private final Model model;
    private final PromptStyle style;
    private final IntFunction<float[]> vectors;
    private final Map<About, Map<Asked, Double>> known = new HashMap<>();

    /**
     * Items of one domain for a user with a history.
     *
     * @param opinions of the items, as they were when the question is asked
     * @param others opinions of what the user said last of the domain: what all others said
     * @param findings for the user, as they were then
     */
    record Question(
            List<History.Event> events,
            int[] items,
            Map<Integer, Opinion> opinions,
            Map<Integer, Opinion> others,
            Findings findings) {
        Question {
            events = List.copyOf(events);
            opinions = Map.copyOf(opinions);
            others = Map.copyOf(others);
        }
    }

    /** A user as a prompt shows it. */
    private record About(List<History.Event> events, Profile profile) {}

    /** An item as a prompt shows it. */
    private record Asked(int item, Candidate candidate) {}

    /** The model: one logit of liking for each candidate. */
    @FunctionalInterface
    public interface Model {
        float[] score(Profile profile, List<Candidate> candidates);

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

    public LanguageScores(DataSet data, Model model, PromptStyle style) {
        this(data, model, style, item -> null);
    }

    /**
     * @param vectors of items by number, for a model that reads them; null where an item has none
     */
    public LanguageScores(DataSet data, Model model, PromptStyle style, IntFunction<float[]> vectors) {
        this.data = data;
        this.model = model;
        this.style = style;
        this.vectors = vectors;
    }

    /** Logits of the items, in their order. */
    synchronized double[] logits(Question question) {
        if (question.items.length == 0) {
            return new double[0];
        }
        Profile profile = profile(domain(question.items[0]), question.events, question.findings);
        Map<Asked, Double> own = known.computeIfAbsent(new About(question.events, profile), about -> new HashMap<>());
        List<Asked> asked = Arrays.stream(question.items)
                .mapToObj(item -> new Asked(item, candidate(item, question.opinions, question.findings)))
                .toList();
        List<Asked> open =
                asked.stream().filter(one -> !own.containsKey(one)).distinct().toList();
        if (!open.isEmpty()) {
            List<Candidate> candidates = open.stream().map(Asked::candidate).toList();
            float[] logits = model.score(profile, candidates, () -> support(profile.itemKind(), question));
            for (int k = 0; k < open.size(); k++) {
                own.put(open.get(k), (double) logits[k]);
            }
        }
        return asked.stream().mapToDouble(own::get).toArray();
    }

    private Candidate candidate(int item, Map<Integer, Opinion> opinions, Findings findings) {
        DataSet.ItemFacts facts = data.items().get(item);
        return style.candidate(Replay.item(item), facts.title(), facts.attributes(), opinions.get(item), findings)
                .at(vectors.apply(item));
    }

    /** The same, less their mean: what the model says of one against the others. */
    double[] centred(Question question) {
        double[] logits = logits(question);
        double mean = Arrays.stream(logits).average().orElse(0);
        return Arrays.stream(logits).map(logit -> logit - mean).toArray();
    }

    /** Logits of a user's items as a replay stands, each domain's in a question of its own, as serving asks. */
    double[] logits(Replay replay, int user, int[] items) {
        return perDomain(replay, user, items, this::logits);
    }

    /** The same, less the mean of each domain's. */
    double[] centred(Replay replay, int user, int[] items) {
        return perDomain(replay, user, items, this::centred);
    }

    private double[] perDomain(Replay replay, int user, int[] items, Function<Question, double[]> answer) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int k = 0; k < items.length; k++) {
            places.computeIfAbsent(domain(items[k]), name -> new ArrayList<>()).add(k);
        }
        double[] answers = new double[items.length];
        for (List<Integer> own : places.values()) {
            int[] of = own.stream().mapToInt(k -> items[k]).toArray();
            double[] said = answer.apply(replay.question(user, of));
            for (int k = 0; k < of.length; k++) {
                answers[own.get(k)] = said[k];
            }
        }
        return answers;
    }

    private String domain(int item) {
        return data.items().get(item).name().domain();
    }

    private Profile profile(String kind, List<History.Event> events, Findings findings) {
        return style.profile(kind, events.stream().map(this::told).toList(), findings);
    }

    /** The newest verdicts on items of this kind, and what was before the first of them. */
    private Support support(String kind, Question question) {
        List<History.Event> said =
                Support.last(question.events, event -> domain(number(event)).equals(kind));
        return new Support(
                profile(kind, Support.before(question.events, said), question.findings),
                said.stream()
                        .map(event -> new Support.Said(
                                candidate(number(event), question.others, question.findings), event.liked()))
                        .toList());
    }

    private DataSet.ItemFacts item(History.Event event) {
        return data.items().get(number(event));
    }

    private static int number(History.Event event) {
        return Replay.number(event.itemId());
    }

    private PromptStyle.Told told(History.Event event) {
        DataSet.ItemFacts item = item(event);
        return new PromptStyle.Told(
                item.name().id(),
                item.title(),
                item.attributes().values().stream().flatMap(List::stream).toList(),
                event.liked(),
                event.second());
    }
}
