package io.explainrec.ml.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tokens that are found by their spelling before a text is split, leftmost first and then longest. Special ones are found
 * only where they are parsed; the others always.
 */
final class AddedTokens {
    /** One token, its spelling and whether it is special. */
    record Added(int id, String content, boolean special) {}

    private final Map<String, Integer> ids;
    private final Pattern all;
    private final Pattern plain;

    AddedTokens(List<Added> tokens) {
        ids = tokens.stream().collect(Collectors.toMap(Added::content, Added::id, (first, second) -> first));
        all = pattern(tokens);
        plain = pattern(tokens.stream().filter(token -> !token.special()).toList());
    }

    /** Hands the text on in its order: stretches between added tokens, and the ids of added tokens. */
    void split(String text, Tokenizer.SpecialTokens specialTokens, Consumer<String> stretch, IntConsumer token) {
        Pattern pattern = specialTokens == Tokenizer.SpecialTokens.PARSED ? all : plain;
        int from = 0;
        if (pattern != null) {
            Matcher matcher = pattern.matcher(text);
            while (matcher.find()) {
                if (matcher.start() > from) {
                    stretch.accept(text.substring(from, matcher.start()));
                }
                token.accept(ids.get(matcher.group()));
                from = matcher.end();
            }
        }
        if (from < text.length()) {
            stretch.accept(text.substring(from));
        }
    }

    private static Pattern pattern(List<Added> tokens) {
        if (tokens.isEmpty()) {
            return null;
        }
        return Pattern.compile(tokens.stream()
                .map(Added::content)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }
}
