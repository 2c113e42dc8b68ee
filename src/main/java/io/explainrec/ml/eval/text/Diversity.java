package io.explainrec.ml.eval.text;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How varied texts are, and whether they name the features that they should: shares from 0 to 1. */
public final class Diversity {
    private Diversity() {}

    /** Distinct-n (Li et al. 2016): different n-grams of lower-case words among all; 0 without any. */
    public static double distinct(List<String> texts, int order) {
        Set<List<String>> grams = new HashSet<>();
        int total = 0;
        for (String text : texts) {
            List<String> words = Arrays.asList(Words.split(text.toLowerCase(Locale.ROOT)));
            for (int i = 0; i + order <= words.size(); i++) {
                grams.add(words.subList(i, i + order));
                total++;
            }
        }
        return (double) grams.size() / Math.max(total, 1);
    }

    /** USR, unique sentence ratio (Li et al. 2020): different texts among all, white space aside; 0 without any. */
    public static double uniqueSentences(List<String> texts) {
        long different = texts.stream()
                .map(text -> List.of(Words.split(text)))
                .distinct()
                .count();
        return (double) different / Math.max(texts.size(), 1);
    }

    /**
     * FMR, feature matching ratio: texts that name their row's feature, case aside.
     *
     * @param features by text, as many
     * @throws IllegalArgumentException where the numbers differ
     */
    public static double featuresMatched(List<String> texts, List<String> features) {
        if (texts.size() != features.size()) {
            throw new IllegalArgumentException(
                    texts.size() + " texts have " + features.size() + " features; give one feature for each text");
        }
        int named = 0;
        for (int i = 0; i < texts.size(); i++) {
            named += names(texts.get(i), features.get(i)) ? 1 : 0;
        }
        return (double) named / Math.max(texts.size(), 1);
    }

    /** FCR, feature coverage ratio: of all features, those that some text names. */
    public static double featuresCovered(List<String> texts, Set<String> features) {
        long covered = features.stream()
                .filter(feature -> texts.stream().anyMatch(text -> names(text, feature)))
                .count();
        return (double) covered / Math.max(features.size(), 1);
    }

    /** As whole words: "art" is not named by "start". */
    private static boolean names(String text, String feature) {
        return (" " + plain(text) + " ").contains(" " + plain(feature) + " ");
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    }
}
