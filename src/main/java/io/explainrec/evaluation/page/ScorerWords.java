package io.explainrec.evaluation.page;

import io.explainrec.evaluation.page.ReportView.Term;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a report's scorers are, in a line each. */
final class ScorerWords {
    private static final String LAYER =
            "ExplainRec's decision layer, which serves: all evidence, weighed by what came before";
    private static final Map<String, String> WORDS = words();

    private ScorerWords() {}

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("full", LAYER + ", with the language model.");
        words.put("full-without-llm", LAYER + "; the language model is not asked.");
        words.put("llm", "The language model alone.");
        words.put("llm-masked", "The same with titles masked: what it loses, it knew by heart.");
        words.put("popularity", "How many liked the item.");
        words.put("popularity-ratings", "How many judged the item, for or against.");
        words.put("popularity-recent", "How many liked it in the last tenth of the past.");
        words.put("popularity-decay", "How many liked it, each by its age: half after 14 days.");
        words.put("user-mean", "The user's share of likes, the same for all items.");
        words.put("item-mean", "The item's share of likes, the same for all users.");
        words.put("user-item-mean", "Both added.");
        words.put("mf", "Factorisation with biases, of users and items that it was fitted on.");
        words.put("mf-item-bias", "Its item biases alone.");
        words.put("mf-foldin", "Its items' factors; the user's are found from the history.");
        words.put("mf-foldin-offset", "The same, with the user's level.");
        words.put("mf-mapped", "Factors of one domain, mapped to another by users of both.");
        words.put("item-knn", "What was said of the most similar items, for or against.");
        words.put("item-cosine", "How often the item is liked together with what the user likes.");
        words.put("ease", "A linear model of which likes predict which (EASE).");
        words.put("implicit-als", "Factors of who likes what, dislikes left out (implicit ALS).");
        words.put("ensemble", "Shares, counts, neighbours and factorisation, weighed by logistic regression.");
        words.put("content", "How near the item's text, or picture, is to what the user likes.");
        return Map.copyOf(words);
    }

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
