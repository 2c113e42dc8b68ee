package io.explainrec.ml.task;

import io.explainrec.ml.llama.SharedSequence;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A prompt and the answer that is learned, as token ids.
 *
 * @param prompt at least one
 * @param answer at least one; each is foretold from all before it
 */
public record TextSequence(int[] prompt, int[] answer) implements TaskRow {
    public TextSequence {
        if (prompt.length == 0 || answer.length == 0) {
            throw new IllegalArgumentException("a prompt of " + prompt.length + " and an answer of " + answer.length
                    + " tokens; expected at least one of each");
        }
    }

    /** Prompt and answer without its last token, behind which nothing is foretold. */
    @Override
    public SharedSequence shared() {
        int[] read = IntStream.concat(IntStream.of(prompt), IntStream.of(answer))
                .limit(prompt.length + answer.length - 1L)
                .toArray();
        return new SharedSequence(new int[0], List.of(read));
    }

    @Override
    public int deepest() {
        return tokens();
    }

    @Override
    public int tokens() {
        return prompt.length + answer.length - 1;
    }
}
