package io.explainrec.ml.text;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
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
     * @param normalized looked for only in what the tokens that are not normalized leave over
     */
    record Added(int id, String content, boolean special, boolean normalized) {
        Added {
            if (content.isEmpty()) {
                throw new TokenizerException("the added token " + id + " has no spelling");
            }
        }
    }

    private final Map<String, Added> bySpelling = new HashMap<>();
    private final Map<Integer, String> spellings = new HashMap<>();
    private final List<Pattern> passes;

    /**
     * @throws TokenizerException where two of the tokens, or one and the vocabulary, give an id or a spelling two meanings
     */
    AddedTokens(List<Added> tokens, Vocabulary vocabulary) {
        for (Added token : tokens) {
            Integer id = vocabulary.id(token.content());
            String spelling = vocabulary.spelling(token.id());
            if (bySpelling.put(token.content(), token) != null
                    || spellings.put(token.id(), token.content()) != null
                    || (id != null && id != token.id())
                    || (spelling != null && !spelling.equals(token.content()))) {
                throw new TokenizerException("the added token '" + token.content() + "' with the id " + token.id()
                        + " has another id or another spelling elsewhere");
            }
        }
        passes = tokens.stream()
                .collect(Collectors.partitioningBy(Added::normalized))
                .values()
                .stream() // those that are not normalized come first
                .filter(pass -> !pass.isEmpty())
                .map(AddedTokens::pattern)
                .toList();
    }

    /** The spelling of an added token's id; null where it is none. */
    String spelling(int id) {
        return spellings.get(id);
    }

    /** One more than the highest id; 0 where there are none. */
    int size() {
        return 1 + spellings.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
    }

    /** Hands the text on in its order: stretches between added tokens, and the ids of added tokens. */
    void split(String text, Tokenizer.SpecialTokens specialTokens, Consumer<String> stretch, IntConsumer token) {
        split(text, 0, specialTokens, stretch, token);
    }

    private void split(
            String text, int pass, Tokenizer.SpecialTokens specialTokens, Consumer<String> stretch, IntConsumer token) {
        if (text.isEmpty()) {
            return;
        }
        if (pass == passes.size()) {
            stretch.accept(text);
            return;
        }
        int from = 0;
        Matcher matcher = passes.get(pass).matcher(text);
        while (matcher.find()) {
            Added found = bySpelling.get(matcher.group());
            if (found.special() && specialTokens == Tokenizer.SpecialTokens.PLAIN) {
                continue; // Plain text, yet it hides what would overlap it, as in the reference.
            }
            split(text.substring(from, matcher.start()), pass + 1, specialTokens, stretch, token);
            token.accept(found.id());
            from = matcher.end();
        }
        split(text.substring(from), pass + 1, specialTokens, stretch, token);
    }

    private static Pattern pattern(List<Added> tokens) {
        return Pattern.compile(tokens.stream()
                .map(Added::content)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
    }
}
