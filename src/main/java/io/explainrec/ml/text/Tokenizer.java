package io.explainrec.ml.text;

import java.util.OptionalInt;

/** Text to token ids and back. Immutable and safe to share between threads. */
public interface Tokenizer {
    /** Whether the spellings of special tokens inside a text stand for those tokens, or are plain text. */
    enum SpecialTokens {
        PARSED,
        PLAIN
    }

    /** Token ids of the text; no BOS or EOS is added. */
    int[] encode(String text, SpecialTokens specialTokens);

    /**
     * The text of these ids, special tokens spelled out; bytes that form no UTF-8 become U+FFFD.
     *
     * @throws IllegalArgumentException naming an id that stands for no token
     */
    String decode(int[] ids);

    /**
     * The token that the model's sequences begin with, as the file says (LLaMA's BOS); {@link #encode} does not add it. None
     * where its sequences begin with the text.
     */
    OptionalInt beginOfSequence();

    /** One more than the highest id; there may be ids below it that stand for no token. */
    int vocabularySize();
}
