package io.explainrec.ml.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text into the words that BPE works on, by regular expressions applied one after another: each splits every
 * piece of the one before into its matches and what lies between them.
 */
final class PreTokenizer {
    private static final String GPT2_TEXT =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
    private static final String LLAMA3_TEXT = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** GPT-2's split (Radford et al. 2019): contractions, then letters, numbers or other signs with one space before. */
    static final Pattern GPT2 = compile(GPT2_TEXT);

    /** The split of LLaMA 3 (its tokenizer.json; in GGUF files {@code llama-bpe}): at most three digits together. */
    static final Pattern LLAMA3 = compile(LLAMA3_TEXT);

    /** Every digit is a word of its own. */
    static final Pattern SINGLE_DIGITS = compile("\\p{N}");

    private final List<Pattern> steps;

    PreTokenizer(List<Pattern> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The split of an expression; empty for one that was not compared with the reference, which may mean something else in Java. */
    static Optional<Pattern> known(String expression) {
        return switch (expression) {
            case GPT2_TEXT -> Optional.of(GPT2);
            case LLAMA3_TEXT -> Optional.of(LLAMA3);
            default -> Optional.empty();
        };
    }

    /** An expression in the meaning that the reference's engine gives it: white space and case are Unicode's. */
    private static Pattern compile(String expression) {
        return Pattern.compile(expression
                .replace("\\s", "\\p{IsWhite_Space}")
                .replace("\\S", "\\P{IsWhite_Space}")
                .replace("(?i:", "(?iu:"));
    }

    /** The words, which together are the text. */
    List<String> words(String text) {
        List<String> pieces = List.of(text);
        for (Pattern step : steps) {
            List<String> finer = new ArrayList<>();
            pieces.forEach(piece -> split(piece, step, finer));
            pieces = finer;
        }
        return pieces;
    }

    private static void split(String piece, Pattern step, List<String> words) {
        int from = 0;
        Matcher matcher = step.matcher(piece);
        while (matcher.find()) {
            if (matcher.start() > from) {
                words.add(piece.substring(from, matcher.start()));
            }
            if (matcher.end() > matcher.start()) {
                words.add(matcher.group());
            }
            from = matcher.end();
        }
        if (from < piece.length()) {
            words.add(piece.substring(from));
        }
    }
}
