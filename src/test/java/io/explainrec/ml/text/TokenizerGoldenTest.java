package io.explainrec.ml.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.ml.Golden;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.GgufWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids equal to the reference's on more than 1,000 varied strings, special tokens parsed and plain. */
class TokenizerGoldenTest {
    @Test
    void theStringsAreDistinct() {
        List<String> texts = Golden.read("tokens").findValuesAsText("text");
        assertThat(texts).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(1000);
    }

    @Test
    void ofGguf() {
        try (GgufFile file = GgufFile.open(Golden.asset("smollm2"))) {
            assertEqualIds(GgufTokenizer.read(file), "tokens", "smollm2_");
        }
    }

    @Test
    void ofWordPieceJson() {
        assertEqualIds(TokenizerJson.read(Golden.asset("minilm").resolve("tokenizer.json")), "tokens", "minilm_");
    }

    @Test
    void ofBytePairJsonWithSingleDigits() {
        assertEqualIds(json("bpe-digits"), "tokens-bpe", "digits_");
    }

    @Test
    void ofBytePairJsonAsLlama3HasIt() {
        assertEqualIds(json("bpe-llama3"), "tokens-bpe", "llama3_");
    }

    @Test
    void ofGgufAsLlama3HasIt(@TempDir Path folder) throws IOException {
        JsonNode root = new ObjectMapper()
                .readTree(Golden.folder("bpe-llama3").resolve("tokenizer.json").toFile());
        Map<Integer, String> tokens = new TreeMap<>();
        root.at("/model/vocab")
                .properties()
                .forEach(t -> tokens.put(t.getValue().asInt(), t.getKey()));
        root.path("added_tokens")
                .forEach(t -> tokens.put(t.path("id").asInt(), t.path("content").asText()));
        Map<Integer, Integer> types = new TreeMap<>();
        tokens.keySet().forEach(id -> types.put(id, 1));
        root.path("added_tokens")
                .forEach(t -> types.put(t.path("id").asInt(), t.path("special").asBoolean() ? 3 : 4));
        List<String> merges = new ArrayList<>();
        root.at("/model/merges")
                .forEach(m -> merges.add(m.get(0).asText() + " " + m.get(1).asText()));
        byte[] gguf = new GgufWriter()
                .put("tokenizer.ggml.model", "gpt2")
                .put("tokenizer.ggml.pre", "llama-bpe")
                .put("tokenizer.ggml.tokens", List.copyOf(tokens.values()))
                .put("tokenizer.ggml.token_type", List.copyOf(types.values()))
                .put("tokenizer.ggml.merges", merges)
                .put("tokenizer.ggml.bos_token_id", 0L)
                .bytes();
        try (GgufFile file = GgufFile.open(Files.write(folder.resolve("x.gguf"), gguf))) {
            Tokenizer tokenizer = GgufTokenizer.read(file);
            assertEqualIds(tokenizer, "tokens-bpe", "llama3_");
            assertThat(tokenizer.beginOfSequence()).hasValue(0);
        }
    }

    @Test
    void bytePairIdsGiveTheTextBack() {
        try (GgufFile file = GgufFile.open(Golden.asset("smollm2"))) {
            Tokenizer tokenizer = GgufTokenizer.read(file);
            for (JsonNode row : Golden.read("tokens")) {
                String text = row.path("text").asText();
                assertThat(tokenizer.decode(tokenizer.encode(text, SpecialTokens.PLAIN)))
                        .isEqualTo(text);
            }
        }
    }

    private static Tokenizer json(String name) {
        return TokenizerJson.read(Golden.folder(name).resolve("tokenizer.json"));
    }

    private static void assertEqualIds(Tokenizer tokenizer, String recording, String prefix) {
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (JsonNode row : Golden.read(recording)) {
            String text = row.path("text").asText();
            for (SpecialTokens mode : SpecialTokens.values()) {
                int[] expected = Golden.ints(row.path(prefix + mode.name().toLowerCase(Locale.ROOT)));
                int[] actual = tokenizer.encode(text, mode);
                compared++;
                if (!Arrays.equals(expected, actual)) {
                    int at = Arrays.mismatch(expected, actual);
                    different.add(mode + " at " + at + " of " + expected.length + ": "
                            + text.substring(0, Math.min(80, text.length())));
                }
            }
        }
        assertThat(different).as("of " + compared).isEmpty();
    }
}
