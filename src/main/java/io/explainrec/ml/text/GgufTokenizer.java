package io.explainrec.ml.text;

import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.ModelFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokenizer inside a GGUF file: byte-level BPE ({@code tokenizer.ggml.model} = gpt2), or SentencePiece's BPE with byte
 * fallback (= llama). Where a file does not say whether sequences begin with BOS, llama.cpp's rule holds: with {@code llama}
 * and LLaMA 3 they do.
 *
 * <p>Words of {@code smollm} are split by GPT-2's expression alone, as transformers does with such a file. llama.cpp splits
 * digits off first; ids then differ where several spaces stand before a digit, which folded white space never has.
 */
public final class GgufTokenizer {
    private static final String MODEL = "tokenizer.ggml.model";
    private static final String SPLIT = "tokenizer.ggml.pre";
    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String SPACE_PREFIX = "tokenizer.ggml.add_space_prefix";
    private static final String ADD_BEGIN = "tokenizer.ggml.add_bos_token";
    private static final String BEGIN = "tokenizer.ggml.bos_token_id";
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final String LLAMA3 = "llama-bpe";
    private static final Map<String, PreTokenizer> SPLITS = Map.of(
            "gpt-2",
            new PreTokenizer(List.of(PreTokenizer.GPT2)),
            "smollm",
            new PreTokenizer(List.of(PreTokenizer.GPT2)),
            LLAMA3,
            new PreTokenizer(List.of(PreTokenizer.LLAMA3)));

    private final GgufFile file;
    private final List<String> spellings;
    private final List<Number> types;
    private final Vocabulary vocabulary;

    private GgufTokenizer(GgufFile file) {
        this.file = file;
        spellings = file.list(TOKENS, String.class);
        types = file.list("tokenizer.ggml.token_type", Number.class);
        if (types.size() != spellings.size()) {
            throw new TokenizerException(spellings.size() + " tokens, but " + types.size() + " token types");
        }
        List<Vocabulary.Token> tokens = new ArrayList<>();
        for (int id = 0; id < spellings.size(); id++) {
            tokens.add(new Vocabulary.Token(id, spellings.get(id)));
        }
        vocabulary = new Vocabulary(tokens);
    }

    /**
     * Reads the tokenizer of an open file.
     *
     * @throws ModelFileException where the file's tokenizer is broken or of another kind
     */
    public static Tokenizer read(GgufFile file) {
        try {
            return switch (file.text(MODEL)) {
                case "gpt2" -> new GgufTokenizer(file).bytePair();
                case "llama" -> new GgufTokenizer(file).sentencePiece();
                default -> throw file.unsupported(MODEL, "gpt2, llama");
            };
        } catch (TokenizerException e) {
            throw new ModelFileException(file.file(), e.getMessage(), e);
        }
    }

    private Tokenizer bytePair() {
        // Where a file does not say, it was converted before there were others than GPT-2's, LLaMA 3's among them.
        String split = file.has(SPLIT) ? file.text(SPLIT) : "";
        if (!SPLITS.containsKey(split)) {
            throw file.unsupported(
                    SPLIT,
                    String.join(", ", SPLITS.keySet().stream().sorted().toList())
                            + "; a file without it, or of \"default\", does not say how words are split:"
                            + " convert the model anew");
        }
        boolean llama3 = LLAMA3.equals(split);
        List<String[]> merges = file.list("tokenizer.ggml.merges", String.class).stream()
                .map(MergeTable::pair)
                .toList();
        return new BytePairTokenizer(
                vocabulary,
                new MergeTable(vocabulary, merges, llama3),
                SPLITS.get(split),
                added(false),
                beginOfSequence(llama3));
    }

    private Tokenizer sentencePiece() {
        for (String key : List.of("tokenizer.ggml.remove_extra_whitespaces", "tokenizer.ggml.precompiled_charsmap")) {
            if (file.has(key) && !file.isOff(key)) {
                throw file.unsupported(key, "none");
            }
        }
        boolean prefix = !file.has(SPACE_PREFIX) || !file.isOff(SPACE_PREFIX);
        SpaceMarks.Lead lead = prefix ? SpaceMarks.Lead.EVERY_STRETCH : SpaceMarks.Lead.NO_STRETCH;
        return new SentencePieceTokenizer(
                vocabulary,
                MergeTable.byScores(vocabulary, pieces()),
                added(true),
                new SentencePieceTokenizer.Settings(new SpaceMarks(lead, true, false), prefix, beginOfSequence(true)));
    }

    /** What text may become; control tokens, bytes and tokens that are not in use never come about by merging. */
    private Map<String, Float> pieces() {
        List<Number> scores = file.list("tokenizer.ggml.scores", Number.class);
        if (scores.size() != spellings.size()) {
            throw new TokenizerException(spellings.size() + " tokens, but " + scores.size() + " scores");
        }
        Map<String, Float> pieces = new HashMap<>();
        for (int id = 0; id < spellings.size(); id++) {
            int type = types.get(id).intValue();
            if ((type == NORMAL || type == USER_DEFINED) && !spellings.get(id).isEmpty()) {
                pieces.put(spellings.get(id), scores.get(id).floatValue());
            }
        }
        return pieces;
    }

    /**
     * @param unknown whether the unknown token is one of them, as for llama.cpp, which transformers does not make of a
     *     byte-level file
     */
    private AddedTokens added(boolean unknown) {
        List<AddedTokens.Added> added = new ArrayList<>();
        for (int id = 0; id < spellings.size(); id++) {
            int type = types.get(id).intValue();
            if (type == CONTROL || type == UNKNOWN && unknown) {
                added.add(new AddedTokens.Added(id, spellings.get(id), true, false));
            } else if (type == USER_DEFINED) {
                added.add(new AddedTokens.Added(id, spellings.get(id), false, true));
            }
        }
        return new AddedTokens(added, vocabulary);
    }

    private OptionalInt beginOfSequence(boolean usually) {
        boolean begins = file.has(ADD_BEGIN) ? !file.isOff(ADD_BEGIN) : usually;
        if (!begins) {
            return OptionalInt.empty();
        }
        int id = file.integer(BEGIN);
        if (vocabulary.spelling(id) == null) {
            throw new TokenizerException(
                    "'" + BEGIN + "' is " + id + ", which is none of the " + spellings.size() + " tokens");
        }
        return OptionalInt.of(id);
    }
}
