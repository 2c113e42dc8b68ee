package io.explainrec.ml.text;

import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * WordPiece as BERT uses it: words are split at white space and punctuation, then each from its left into the longest
 * pieces of the vocabulary; a word with a part that no piece fits is unknown as a whole.
 */
final class WordPieceTokenizer implements Tokenizer {
    /** What decoded text has no space before, where it is cleaned up. */
    private static final Set<String> CLOSE = Set.of(" .", " ?", " !", " ,", " n't", " 'm", " 's", " 've", " 're");

    private final Vocabulary vocabulary;
    private final BertNormalizer normalizer;
    private final AddedTokens added;
    private final Settings settings;

    /**
     * @param continuation what a piece that does not start a word starts with
     * @param longestWord words of more characters are unknown; at least 1
     * @param cleanup whether decoded text has no space before punctuation and contractions
     * @param beginOfSequence see {@link Tokenizer#beginOfSequence}
     */
    record Settings(
            String unknown, String continuation, int longestWord, boolean cleanup, OptionalInt beginOfSequence) {
        Settings {
            if (longestWord < 1) {
                throw new TokenizerException(
                        "the longest word has " + longestWord + " characters; expected at least 1");
            }
        }
    }

    WordPieceTokenizer(Vocabulary vocabulary, BertNormalizer normalizer, AddedTokens added, Settings settings) {
        if (vocabulary.id(settings.unknown()) == null) {
            throw new TokenizerException("the token for unknown words, '" + settings.unknown()
                    + "', is not in the vocabulary of " + vocabulary.size());
        }
        this.vocabulary = vocabulary;
        this.normalizer = normalizer;
        this.added = added;
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
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            String piece = spelling(ids[i]);
            if (i > 0) {
                piece = piece.startsWith(settings.continuation())
                        ? piece.substring(settings.continuation().length())
                        : " " + piece;
            }
            text.append(settings.cleanup() && CLOSE.contains(piece) ? piece.substring(1) : piece);
        }
        return text.toString();
    }

    @Override
    public int vocabularySize() {
        return Math.max(vocabulary.size(), added.size());
    }

    @Override
    public OptionalInt beginOfSequence() {
        return settings.beginOfSequence();
    }

    private String spelling(int id) {
        String spelling = added.spelling(id) != null ? added.spelling(id) : vocabulary.spelling(id);
        if (spelling == null) {
            throw new IllegalArgumentException("id " + id + " is none of the vocabulary of " + vocabularySize());
        }
        return spelling;
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
            ids.add(vocabulary.id(settings.unknown()));
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
        return vocabulary.id(from == 0 ? letters : settings.continuation() + letters);
    }
}
