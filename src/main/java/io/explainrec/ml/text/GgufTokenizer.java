package io.explainrec.ml.text;

import io.explainrec.ml.weights.GgufFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The byte-level BPE tokenizer inside a GGUF file ({@code tokenizer.ggml.model} = gpt2).
 *
 * <p>Words are split by GPT-2's expression alone, as transformers does with such a file. llama.cpp's {@code smollm} splits
 * digits off first; ids then differ where several spaces stand before a digit, which folded white space never has.
 */
public final class GgufTokenizer {
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final List<String> SPLIT_LIKE_GPT2 = List.of("gpt-2", "smollm", "default");

    private GgufTokenizer() {}

    /**
     * @throws TokenizerException where the file's tokenizer is of another kind
     */
    public static Tokenizer read(GgufFile file) {
        String model = file.text("tokenizer.ggml.model");
        String split = file.has("tokenizer.ggml.pre") ? file.text("tokenizer.ggml.pre") : "default";
        if (!"gpt2".equals(model) || !SPLIT_LIKE_GPT2.contains(split)) {
            throw new TokenizerException(file.file() + ": the tokenizer '" + model + "' with the split '" + split
                    + "' is not supported; supported: gpt2 with " + SPLIT_LIKE_GPT2);
        }
        List<String> tokens = file.list("tokenizer.ggml.tokens", String.class);
        List<Number> types = file.list("tokenizer.ggml.token_type", Number.class);
        if (types.size() != tokens.size()) {
            throw new TokenizerException(
                    file.file() + ": " + tokens.size() + " tokens, but " + types.size() + " token types");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        List<AddedTokens.Added> added = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
            int type = types.get(id).intValue();
            if (type == CONTROL || type == USER_DEFINED) {
                added.add(new AddedTokens.Added(id, tokens.get(id), type == CONTROL));
            }
        }
        List<String[]> merges = file.list("tokenizer.ggml.merges", String.class).stream()
                .map(merge -> merge.split(" ", 2))
                .toList();
        if (merges.stream().anyMatch(pair -> pair.length != 2)) {
            throw new TokenizerException(file.file() + ": a merge has no two parts");
        }
        List<Pattern> steps = List.of(PreTokenizer.GPT2);
        return new BytePairTokenizer(vocabulary, new MergeTable(vocabulary, merges), new PreTokenizer(steps), added);
    }
}
