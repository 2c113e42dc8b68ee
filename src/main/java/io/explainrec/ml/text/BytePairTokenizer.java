package io.explainrec.ml.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Byte-level BPE, as GPT-2 and the LLaMA family after LLaMA-2 use it: any text has ids, and they give it back whole. */
final class BytePairTokenizer implements Tokenizer {
    private final Map<Integer, String> spellings = new HashMap<>();
    private final Map<Integer, String> addedSpellings = new HashMap<>();
    private final int vocabularySize;
    private final AddedTokens added;
    private final PreTokenizer preTokenizer;
    private final MergeTable merges;

    BytePairTokenizer(
            Map<String, Integer> vocabulary,
            MergeTable merges,
            PreTokenizer preTokenizer,
            List<AddedTokens.Added> added) {
        vocabulary.forEach((spelling, id) -> spellings.put(id, spelling));
        added.forEach(token -> addedSpellings.put(token.id(), token.content()));
        this.vocabularySize = 1
                + IntStream.concat(
                                spellings.keySet().stream().mapToInt(Integer::intValue),
                                addedSpellings.keySet().stream().mapToInt(Integer::intValue))
                        .max()
                        .orElse(-1);
        this.added = new AddedTokens(added);
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
            String special = addedSpellings.get(id);
            if (special != null) {
                bytes.writeBytes(special.getBytes(StandardCharsets.UTF_8));
            } else if (spellings.containsKey(id)) {
                ByteAlphabet.decode(spellings.get(id), bytes);
            } else {
                throw new IllegalArgumentException("id " + id + " is outside the vocabulary of " + vocabularySize);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }
}
