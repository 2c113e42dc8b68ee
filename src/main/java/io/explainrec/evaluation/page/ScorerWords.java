package io.explainrec.evaluation.page;

import io.explainrec.evaluation.page.ReportView.Term;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a report's scorers are, in a line each. */
final class ScorerWords {
    private static final String LAYER =
            "ExplainRec's decision layer, which serves: all evidence, weighed by what came before";
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("full", LAYER + ", with the language model."),
            Map.entry("full-without-llm", LAYER + "; the language model is not asked."),
            Map.entry("llm", "The language model alone."),
            Map.entry("llm-masked", "The same with titles masked: what it loses, it knew by heart."),
            Map.entry("popularity", "How many liked the item."),
            Map.entry("popularity-ratings", "How many judged the item, for or against."),
            Map.entry("popularity-recent", "How many liked it in the last tenth of the past."),
            Map.entry("popularity-decay", "How many liked it, each by its age: half after 14 days."),
            Map.entry("user-mean", "The user's share of likes, the same for all items."),
            Map.entry("item-mean", "The item's share of likes, the same for all users."),
            Map.entry("user-item-mean", "Both added."),
            Map.entry("mf", "Factorisation with biases, of users and items that it was fitted on."),
            Map.entry("mf-item-bias", "Its item biases alone."),
            Map.entry("mf-foldin", "Its items' factors; the user's are found from the history."),
            Map.entry("mf-foldin-offset", "The same, with the user's level."),
            Map.entry("mf-mapped", "Factors of one domain, mapped to another by users of both."),
            Map.entry("item-knn", "What was said of the most similar items, for or against."),
            Map.entry("item-cosine", "How often the item is liked together with what the user likes."),
            Map.entry("ease", "A linear model of which likes predict which (EASE)."),
            Map.entry("implicit-als", "Factors of who likes what, dislikes left out (implicit ALS)."),
            Map.entry("ensemble", "Shares, counts, neighbours and factorisation, weighed by logistic regression."),
            Map.entry("content", "How near the item's text, or picture, is to what the user likes."));

    private ScorerWords() {}

    /** Those that the report has, in its order. */
    static List<Term> of(Map<String, List<PartFigures>> all) {
        Set<String> scorers = new LinkedHashSet<>();
        all.values().forEach(parts -> parts.forEach(part -> scorers.addAll(part.scorers())));
        return scorers.stream()
                .filter(WORDS::containsKey)
                .map(scorer -> new Term(scorer, WORDS.get(scorer)))
                .toList();
    }
}
