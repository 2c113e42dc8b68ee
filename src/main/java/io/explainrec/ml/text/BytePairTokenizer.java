package io.explainrec.ml.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Byte-level BPE, as GPT-2 and the LLaMA family after LLaMA-2 use it: any text has ids, and they give it back whole. */
final class BytePairTokenizer implements Tokenizer {
    private final Vocabulary vocabulary;
    private final AddedTokens added;
    private final PreTokenizer preTokenizer;
    private final MergeTable merges;

    BytePairTokenizer(Vocabulary vocabulary, MergeTable merges, PreTokenizer preTokenizer, AddedTokens added) {
        this.vocabulary = vocabulary;
        this.added = added;
        this.preTokenizer = preTokenizer;
        this.merges = merges;
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        IntStream.Builder ids = IntStream.builder();
        added.split(
                WellFormed.of(text),
                specialTokens,
                stretch -> preTokenizer.words(stretch).forEach(word -> merges.encode(ByteAlphabet.encode(word), ids)),
                ids);
        return ids.build().toArray();
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            String special = added.spelling(id);
            String letters = vocabulary.spelling(id);
            if (special != null) {
                bytes.writeBytes(special.getBytes(StandardCharsets.UTF_8));
            } else if (letters != null) {
                ByteAlphabet.decode(letters, bytes);
            } else {
                throw new IllegalArgumentException("id " + id + " is none of the vocabulary of " + vocabularySize());
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
        return Math.max(vocabulary.size(), added.size());
    }
}
