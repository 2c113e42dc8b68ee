package io.explainrec.ml.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads {@code tokenizer.json}, the format of Hugging Face's tokenizers: byte-level BPE (with the splits ByteLevel, Digits
 * and Split) and WordPiece with BERT's normaliser. What else a file asks for is refused by name.
 */
public final class TokenizerJson {
    private final JsonNode root;

    private TokenizerJson(JsonNode root) {
        this.root = root;
    }

    /**
     * @throws TokenizerException where the file asks for something that is not supported
     * @throws IOException where the file cannot be read or is no JSON
     */
    public static Tokenizer read(Path file) throws IOException {
        try {
            return new TokenizerJson(new ObjectMapper().readTree(file.toFile())).tokenizer();
        } catch (TokenizerException e) {
            throw new TokenizerException(file + ": " + e.getMessage());
        }
    }

    private Tokenizer tokenizer() {
        String type = root.at("/model/type").asText();
        return switch (type) {
            case "BPE" -> bytePair();
            case "WordPiece" -> wordPiece();
            default -> throw unsupported("model", type, "BPE, WordPiece");
        };
    }

    private Tokenizer bytePair() {
        if (root.at("/model/byte_fallback").asBoolean() || root.hasNonNull("normalizer")) {
            throw unsupported(
                    "normalizer of a BPE model",
                    root.path("normalizer").path("type").asText(),
                    "none");
        }
        Map<String, Integer> vocabulary = vocabulary();
        List<String[]> merges = new ArrayList<>();
        for (JsonNode merge : root.at("/model/merges")) {
            merges.add(
                    merge.isArray()
                            ? new String[] {merge.get(0).asText(), merge.get(1).asText()}
                            : merge.asText().split(" ", 2));
        }
        List<Pattern> steps = new ArrayList<>();
        addSteps(root.path("pre_tokenizer"), steps);
        return new BytePairTokenizer(vocabulary, new MergeTable(vocabulary, merges), new PreTokenizer(steps), added());
    }

    private void addSteps(JsonNode step, List<Pattern> steps) {
        String type = step.path("type").asText();
        switch (type) {
            case "Sequence" -> step.path("pretokenizers").forEach(part -> addSteps(part, steps));
            case "ByteLevel" -> {
                if (step.path("add_prefix_space").asBoolean()) {
                    throw unsupported("add_prefix_space", "true", "false");
                }
                if (step.path("use_regex").asBoolean(true)) {
                    steps.add(PreTokenizer.GPT2);
                }
            }
            case "Digits" -> {
                if (!step.path("individual_digits").asBoolean()) {
                    throw unsupported("individual_digits", "false", "true");
                }
                steps.add(PreTokenizer.SINGLE_DIGITS);
            }
            case "Split" -> {
                if (!"Isolated".equals(step.path("behavior").asText())
                        || step.path("invert").asBoolean()) {
                    throw unsupported("behavior of Split", step.path("behavior").asText(), "Isolated");
                }
                JsonNode regex = step.at("/pattern/Regex");
                steps.add(
                        regex.isTextual()
                                ? PreTokenizer.compile(regex.asText())
                                : Pattern.compile(
                                        Pattern.quote(step.at("/pattern/String").asText())));
            }
            default -> throw unsupported("pre_tokenizer", type, "ByteLevel, Digits, Split, Sequence");
        }
    }

    private Tokenizer wordPiece() {
        JsonNode normalizer = root.path("normalizer");
        if (!"BertNormalizer".equals(normalizer.path("type").asText())) {
            throw unsupported(
                    "normalizer of a WordPiece model", normalizer.path("type").asText(), "BertNormalizer");
        }
        if (!"BertPreTokenizer".equals(root.at("/pre_tokenizer/type").asText())) {
            throw unsupported("pre_tokenizer", root.at("/pre_tokenizer/type").asText(), "BertPreTokenizer");
        }
        boolean lowercase = normalizer.path("lowercase").asBoolean();
        BertNormalizer bert = new BertNormalizer(
                normalizer.path("clean_text").asBoolean(),
                normalizer.path("handle_chinese_chars").asBoolean(),
                normalizer.path("strip_accents").asBoolean(lowercase),
                lowercase);
        JsonNode model = root.path("model");
        return new WordPieceTokenizer(
                vocabulary(),
                bert,
                added(),
                new WordPieceTokenizer.Settings(
                        model.path("unk_token").asText(),
                        model.path("continuing_subword_prefix").asText(),
                        model.path("max_input_chars_per_word").asInt()));
    }

    private Map<String, Integer> vocabulary() {
        Map<String, Integer> vocabulary = new HashMap<>();
        root.at("/model/vocab")
                .properties()
                .forEach(
                        entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
        if (vocabulary.isEmpty()) {
            throw new TokenizerException("the vocabulary is empty");
        }
        return vocabulary;
    }

    private List<AddedTokens.Added> added() {
        List<AddedTokens.Added> added = new ArrayList<>();
        for (JsonNode token : root.path("added_tokens")) {
            if (token.path("lstrip").asBoolean()
                    || token.path("rstrip").asBoolean()
                    || token.path("single_word").asBoolean()) {
                throw unsupported(
                        "added token with lstrip, rstrip or single_word",
                        token.path("content").asText(),
                        "none");
            }
            added.add(new AddedTokens.Added(
                    token.path("id").asInt(),
                    token.path("content").asText(),
                    token.path("special").asBoolean()));
        }
        return added;
    }

    private static TokenizerException unsupported(String what, String found, String supported) {
        return new TokenizerException(what + " '" + found + "' is not supported; supported: " + supported);
    }
}
