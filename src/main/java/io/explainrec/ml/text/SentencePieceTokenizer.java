package io.explainrec.ml.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * BPE over characters as SentencePiece has it (Kudo and Richardson 2018, arXiv 1808.06226), of LLaMA 1 and 2: a space is the
 * character U+2581, and a character that is no token is the tokens of its UTF-8 bytes, so that any text has ids.
 */
final class SentencePieceTokenizer implements Tokenizer {
    private static final int BYTES = 256;

    private final Vocabulary vocabulary;
    private final MergeTable merges;
    private final AddedTokens added;
    private final Settings settings;
    private final int[] ofByte = new int[BYTES];
    private final Map<Integer, Integer> toByte = new HashMap<>();

    /**
     * @param stripped whether decoded text loses one space at its start, which encoding put there
     * @param beginOfSequence see {@link Tokenizer#beginOfSequence}
     */
    record Settings(SpaceMarks marks, boolean stripped, OptionalInt beginOfSequence) {}

    /**
     * @throws TokenizerException where the vocabulary lacks the token of a byte
     */
    SentencePieceTokenizer(Vocabulary vocabulary, MergeTable merges, AddedTokens added, Settings settings) {
        this.vocabulary = vocabulary;
        this.merges = merges;
        this.added = added;
        this.settings = settings;
        for (int b = 0; b < BYTES; b++) {
            String spelling = "<0x%02X>".formatted(b);
            Integer id = vocabulary.id(spelling);
            if (id == null) {
                throw new TokenizerException("the token of a byte, '" + spelling + "', is not in the vocabulary");
            }
            ofByte[b] = id;
            toByte.put(id, b);
        }
    }

    @Override
    public int[] encode(String text, SpecialTokens specialTokens) {
        IntStream.Builder ids = IntStream.builder();
        boolean[] first = {true};
        added.split(
                WellFormed.of(text),
                specialTokens,
                stretch -> {
                    for (String word : settings.marks().words(stretch, first[0])) {
                        merges.encode(word, letters(word), ids);
                    }
                    first[0] = false;
                },
                id -> {
                    ids.add(id);
                    first[0] = false;
                });
        return ids.build().toArray();
    }

    private int[] letters(String word) {
        IntStream.Builder letters = IntStream.builder();
        word.codePoints().mapToObj(Character::toString).forEach(letter -> {
            Integer id = vocabulary.id(letter);
            if (id != null) {
                letters.add(id);
                return;
            }
            for (byte b : letter.getBytes(StandardCharsets.UTF_8)) {
                letters.add(ofByte[b & 0xFF]);
            }
        });
        return letters.build().toArray();
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            String special = added.spelling(id);
            String piece = vocabulary.spelling(id);
            if (special != null) {
                bytes.writeBytes(special.getBytes(StandardCharsets.UTF_8));
            } else if (toByte.containsKey(id)) {
                bytes.write(toByte.get(id));
            } else if (piece != null) {
                bytes.writeBytes(piece.replace(SpaceMarks.MARK, ' ').getBytes(StandardCharsets.UTF_8));
            } else {
                throw new IllegalArgumentException("id " + id + " is none of the vocabulary of " + vocabularySize());
            }
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        return settings.stripped() && text.startsWith(" ") ? text.substring(1) : text;
    }

    @Override
    public int vocabularySize() {
        return Math.max(vocabulary.size(), added.size());
    }

    @Override
    public OptionalInt beginOfSequence() {
        return settings.beginOfSequence();
    }
}
