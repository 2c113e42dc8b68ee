package io.explainrec.ml.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Byte-level BPE, as GPT-2 and the LLaMA family after LLaMA-2 use it: any text has ids, and they give it back whole. */
final class BytePairTokenizer implements Tokenizer {
    private final Vocabulary vocabulary;
    private final AddedTokens added;
    private final PreTokenizer preTokenizer;
    private final MergeTable merges;
    private final OptionalInt beginOfSequence;

    BytePairTokenizer(
            Vocabulary vocabulary,
            MergeTable merges,
            PreTokenizer preTokenizer,
            AddedTokens added,
            OptionalInt beginOfSequence) {
        this.beginOfSequence = beginOfSequence;
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
                stretch -> preTokenizer.words(stretch).forEach(word -> encodeWord(ByteAlphabet.encode(word), ids)),
                ids);
        return ids.build().toArray();
    }

    /** A letter that is not in the vocabulary has no id and is left out. */
    private void encodeWord(String letters, IntConsumer to) {
        int[] known = letters.chars()
                .mapToObj(letter -> vocabulary.id(Character.toString(letter)))
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .toArray();
        merges.encode(letters, known, to);
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

    @Override
    public OptionalInt beginOfSequence() {
        return beginOfSequence;
    }
}
