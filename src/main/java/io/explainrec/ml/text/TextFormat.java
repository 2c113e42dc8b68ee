package io.explainrec.ml.text;

import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a text instruction looks like to the language model: Alpaca's template, the same in training and when it is asked. What rows say
 * is tokenised with special tokens as plain text.
 */
public final class TextFormat {
    private static final String WITH_INPUT = """
            Below is an instruction that describes a task, paired with an input that provides further context. \
            Write a response that appropriately completes the request.

            ### Instruction:
            """;
    private static final String WITHOUT_INPUT = """
            Below is an instruction that describes a task. \
            Write a response that appropriately completes the request.

            ### Instruction:
            """;
    private static final String INPUT = "\n\n### Input:\n";
    private static final String RESPONSE = "\n\n### Response:\n";

    /** What models of the family end a text with; the first that the tokenizer has counts. */
    private static final List<String> ENDS =
            List.of("<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "</s>", "<|endoftext|>");

    private final Tokenizer tokenizer;
    private final int end;

    public TextFormat(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        end = ENDS.stream()
                .map(text -> tokenizer.encode(text, SpecialTokens.PARSED))
                .filter(ids -> ids.length == 1)
                .mapToInt(ids -> ids[0])
                .findFirst()
                .orElseGet(() -> lineEnd(plain("\n")));
    }

    private static int lineEnd(int[] line) {
        if (line.length == 0) {
            throw new TokenizerException("nothing ends an answer: the tokenizer has none of " + ENDS
                    + " and no token of a line's end; give a model that has one");
        }
        return line[line.length - 1];
    }

    /** All before the answer, with the token that begins a sequence where there is one. */
    public int[] prompt(TextInstruction row) {
        boolean without = row.input().isBlank();
        List<String> segments = without
                ? List.of(WITHOUT_INPUT, row.instruction().strip(), RESPONSE)
                : List.of(
                        WITH_INPUT,
                        row.instruction().strip(),
                        INPUT,
                        row.input().strip(),
                        RESPONSE);
        return IntStream.concat(
                        tokenizer.beginOfSequence().stream(),
                        segments.stream().flatMapToInt(segment -> IntStream.of(plain(segment))))
                .toArray();
    }

    /** The answer and its end. */
    public int[] answer(String output) {
        return IntStream.concat(IntStream.of(plain(output.strip())), IntStream.of(end))
                .toArray();
    }

    /** The token that ends an answer: the model's own, or that of a line's end where the tokenizer has none. */
    public int end() {
        return end;
    }

    private int[] plain(String text) {
        return tokenizer.encode(text, SpecialTokens.PLAIN);
    }
}
