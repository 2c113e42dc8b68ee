package io.explainrec.ml.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tokens that are found by their spelling before a text is split, leftmost first and then longest. Special ones count only
 * where they are parsed; the others always.
 */
final class AddedTokens {
    /**
     * One token.
     *
     * @param normalized looked for, normalised itself, only in what the tokens that are not normalized leave over, and after
     *     that is normalised
     */
    record Added(int id, String content, boolean special, boolean normalized) {
        Added {
            new Vocabulary.Token(id, content); // whose ids these share
            if (content.isEmpty()) {
                throw new TokenizerException("the added token " + id + " has no spelling");
            }
        }
    }

    private final Map<Integer, String> spellings = new HashMap<>();
    private final UnaryOperator<String> normalizer;
    private final Pass raw;
    private final Pass normalized;

    /**
     * @throws TokenizerException where two of the tokens, or one and the vocabulary, give an id or a spelling two meanings
     */
    AddedTokens(List<Added> tokens, Vocabulary vocabulary) {
        this(tokens, vocabulary, UnaryOperator.identity());
    }

    /**
     * @param normalizer of the stretches between tokens that are not normalized
     * @throws TokenizerException where two of the tokens, or one and the vocabulary, give an id or a spelling two meanings
     */
    AddedTokens(List<Added> tokens, Vocabulary vocabulary, UnaryOperator<String> normalizer) {
        Set<String> contents = new HashSet<>();
        for (Added token : tokens) {
            Integer id = vocabulary.id(token.content());
            String spelling = vocabulary.spelling(token.id());
            if (!contents.add(token.content())
                    || spellings.put(token.id(), token.content()) != null
                    || (id != null && id != token.id())
                    || (spelling != null && !spelling.equals(token.content()))) {
                throw new TokenizerException("the added token '" + token.content() + "' with the id " + token.id()
                        + " has another id or another spelling elsewhere");
            }
        }
        this.normalizer = normalizer;
        raw = Pass.of(tokens.stream().filter(token -> !token.normalized()).toList(), UnaryOperator.identity());
        normalized = Pass.of(tokens.stream().filter(Added::normalized).toList(), normalizer);
    }

    /** The spelling of an added token's id; null where it is none. */
    String spelling(int id) {
        return spellings.get(id);
    }

    /** One more than the highest id; 0 where there are none. */
    int size() {
        return 1 + spellings.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** Hands the text on in its order: stretches between added tokens, normalised, and the ids of added tokens. */
    void split(String text, Tokenizer.SpecialTokens specialTokens, Consumer<String> stretch, IntConsumer token) {
        raw.split(
                text,
                specialTokens,
                between -> normalized.split(normalizer.apply(between), specialTokens, stretch, token),
                token);
    }

    private record Pass(Pattern pattern, Map<String, Added> bySpelling) {
        static Pass of(List<Added> tokens, UnaryOperator<String> normalizer) {
            Map<String, Added> bySpelling = tokens.stream()
                    .collect(
                            Collectors.toMap(token -> normalizer.apply(token.content()), token -> token, Pass::refuse));
            Pattern pattern = Pattern.compile(bySpelling.keySet().stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|")));
            return new Pass(pattern, bySpelling);
        }

        private static Added refuse(Added one, Added other) {
            throw new TokenizerException("the added tokens '" + one.content() + "' and '" + other.content()
                    + "' are the same once they are normalised");
        }

        void split(String text, Tokenizer.SpecialTokens specialTokens, Consumer<String> between, IntConsumer token) {
            int from = 0;
            Matcher matcher = pattern.matcher(text);
            while (!bySpelling.isEmpty() && matcher.find()) {
                Added found = bySpelling.get(matcher.group());
                if (found.special() && specialTokens == Tokenizer.SpecialTokens.PLAIN) {
                    continue; // Plain text, yet it hides what would overlap it, as in the reference.
                }
                if (matcher.start() > from) {
                    between.accept(text.substring(from, matcher.start()));
                }
                token.accept(found.id());
                from = matcher.end();
            }
            if (from < text.length()) {
                between.accept(text.substring(from));
            }
        }
    }
}
