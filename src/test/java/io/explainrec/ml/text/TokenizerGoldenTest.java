package io.explainrec.ml.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.weights.GgufFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

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
