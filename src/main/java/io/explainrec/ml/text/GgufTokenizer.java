package io.explainrec.ml.text;

import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.ModelFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * The byte-level BPE tokenizer inside a GGUF file ({@code tokenizer.ggml.model} = gpt2).
 *
 * <p>Words are split by GPT-2's expression alone, as transformers does with such a file. llama.cpp's {@code smollm} splits
 * digits off first; ids then differ where several spaces stand before a digit, which folded white space never has.
 */
public final class GgufTokenizer {
    private static final String MODEL = "tokenizer.ggml.model";
    private static final String SPLIT = "tokenizer.ggml.pre";
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final List<String> SPLIT_LIKE_GPT2 = List.of("gpt-2", "smollm", "default");

    private GgufTokenizer() {}

    /**
     * Reads the tokenizer of an open file.
     *
     * @throws ModelFileException where the file's tokenizer is broken or of another kind
     */
    public static Tokenizer read(GgufFile file) {
        if (!"gpt2".equals(file.text(MODEL))) {
            throw file.unsupported(MODEL, "gpt2");
        }
        if (file.has(SPLIT) && !SPLIT_LIKE_GPT2.contains(file.text(SPLIT))) {
            throw file.unsupported(SPLIT, String.join(", ", SPLIT_LIKE_GPT2));
        }
        try {
            return bytePair(file);
        } catch (TokenizerException e) {
            throw new ModelFileException(file.file(), e.getMessage(), e);
        }
    }

    private static Tokenizer bytePair(GgufFile file) {
        List<String> spellings = file.list("tokenizer.ggml.tokens", String.class);
        List<Number> types = file.list("tokenizer.ggml.token_type", Number.class);
        if (types.size() != spellings.size()) {
            throw new TokenizerException(spellings.size() + " tokens, but " + types.size() + " token types");
        }
        List<Vocabulary.Token> tokens = new ArrayList<>();
        List<AddedTokens.Added> added = new ArrayList<>();
        for (int id = 0; id < spellings.size(); id++) {
            String spelling = spellings.get(id);
            tokens.add(new Vocabulary.Token(id, spelling));
            switch (types.get(id).intValue()) {
                case CONTROL -> added.add(new AddedTokens.Added(id, spelling, true, false));
                case USER_DEFINED -> added.add(new AddedTokens.Added(id, spelling, false, true));
                default -> {} // found by merging
            }
        }
        Vocabulary vocabulary = new Vocabulary(tokens);
        List<String[]> merges = file.list("tokenizer.ggml.merges", String.class).stream()
                .map(MergeTable::pair)
                .toList();
        return new BytePairTokenizer(
                vocabulary,
                new MergeTable(vocabulary, merges, false),
                new PreTokenizer(List.of(PreTokenizer.GPT2)),
                new AddedTokens(added, vocabulary));
    }
}
