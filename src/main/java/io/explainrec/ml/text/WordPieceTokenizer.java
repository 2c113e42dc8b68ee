package io.explainrec.ml.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * WordPiece as BERT uses it: words are split at white space and punctuation, then each from its left into the longest
 * pieces of the vocabulary; a word with a part that no piece fits is unknown as a whole.
 */
final class WordPieceTokenizer implements Tokenizer {
    private final Map<String, Integer> vocabulary;
    private final Map<Integer, String> spellings = new HashMap<>();
    private final BertNormalizer normalizer;
    private final AddedTokens added;
    private final Settings settings;

    /**
     * @param continuation what a piece that does not start a word starts with
     * @param longestWord words of more characters are unknown
     */
    record Settings(String unknown, String continuation, int longestWord) {}

    WordPieceTokenizer(
            Map<String, Integer> vocabulary,
            BertNormalizer normalizer,
            List<AddedTokens.Added> added,
            Settings settings) {
        if (!vocabulary.containsKey(settings.unknown())) {
            throw new TokenizerException("the token for unknown words, '" + settings.unknown()
                    + "', is not in the vocabulary of " + vocabulary.size() + " pieces");
        }
        this.vocabulary = Map.copyOf(vocabulary);
        vocabulary.forEach((spelling, id) -> spellings.put(id, spelling));
        this.normalizer = normalizer;
        this.added = new AddedTokens(added);
        this.settings = settings;
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        IntStream.Builder ids = IntStream.builder();
        added.split(WellFormed.of(text), specialTokens, stretch -> words(normalizer.normalize(stretch), ids), ids);
        return ids.build().toArray();
    }

    @Override
    public String decode(int[] ids) {
        return IntStream.of(ids)
                .mapToObj(id -> spellings.getOrDefault(id, settings.unknown()))
                .collect(Collectors.joining(" "))
                .replace(" " + settings.continuation(), "");
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    private void words(String text, IntStream.Builder ids) {
        int from = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            int width = Character.charCount(c);
            if (BertNormalizer.isWhitespace(c) || BertCharacters.PUNCTUATION.contains(c)) {
                word(text.substring(from, i), ids);
                if (BertCharacters.PUNCTUATION.contains(c)) {
                    word(text.substring(i, i + width), ids);
                }
                from = i + width;
            }
            i += width;
        }
        word(text.substring(from), ids);
    }

    private void word(String word, IntStream.Builder ids) {
        if (word.isEmpty()) {
            return;
        }
        int[] pieces = pieces(word);
        if (pieces == null) {
            ids.add(vocabulary.get(settings.unknown()));
        } else {
            IntStream.of(pieces).forEach(ids::add);
        }
    }

    /** Ids of the word's pieces; null where none fit. */
    private int[] pieces(String word) {
        if (word.codePointCount(0, word.length()) > settings.longestWord()) {
            return null;
        }
        IntStream.Builder pieces = IntStream.builder();
        for (int from = 0; from < word.length(); ) {
            int to = word.length();
            Integer id = piece(word, from, to);
            while (id == null && to > from) {
                to = word.offsetByCodePoints(to, -1);
                id = to > from ? piece(word, from, to) : null;
            }
            if (id == null) {
                return null;
            }
            pieces.add(id);
            from = to;
        }
        return pieces.build().toArray();
    }

    private Integer piece(String word, int from, int to) {
        String letters = word.substring(from, to);
        return vocabulary.get(from == 0 ? letters : settings.continuation() + letters);
    }
}
