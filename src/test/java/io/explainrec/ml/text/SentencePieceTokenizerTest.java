package io.explainrec.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.GgufWriter;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small model trained by sentencepiece, in each form that LLaMA 1 and 2 come in. */
class SentencePieceTokenizerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode GOLDEN = Golden.read("tokens-sentencepiece");

    @TempDir
    Path folder;

    @Test
    void theStringsAreManyAndDistinct() {
        assertThat(GOLDEN.findValuesAsText("text")).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(500);
    }

    @Test
    void idsOfGgufEqualThoseOfSentencePiece() throws IOException {
        assertEqualIds(gguf(writer()), "gguf");
    }

    @Test
    void idsOfMarksByTheNormalizerEqualTheReference() throws IOException {
        assertEqualIds(json(root -> {}), "prepended");
    }

    @Test
    void idsOfNormalizedAddedTokensEqualTheReference() throws IOException {
        assertEqualIds(
                json(root -> root.path("added_tokens").forEach(token -> ((ObjectNode) token).put("normalized", true))),
                "llama1");
    }

    @ParameterizedTest
    @CsvSource({"first, false", "always, true", "never, false"})
    void idsOfMarksByThePreTokenizerEqualTheReference(String scheme, boolean split) throws IOException {
        assertEqualIds(
                json(root -> {
                    root.remove("normalizer");
                    root.putObject("pre_tokenizer")
                            .put("type", "Metaspace")
                            .put("replacement", "\u2581")
                            .put("prepend_scheme", scheme)
                            .put("split", split);
                }),
                scheme);
    }

    @Test
    void idsGiveTheTextBack() throws IOException {
        for (Tokenizer tokenizer : List.of(gguf(writer()), json(root -> {}))) {
            for (JsonNode row : GOLDEN) {
                int[] ids = tokenizer.encode(row.path("text").asText(), SpecialTokens.PLAIN);
                assertThat(tokenizer.decode(ids)).isEqualTo(row.path("decoded").asText());
            }
            assertThat(tokenizer.decode(tokenizer.encode("<s> a", SpecialTokens.PARSED)))
                    .isEqualTo("<s>  a");
            assertThat(tokenizer.vocabularySize()).isEqualTo(1000);
            assertThatThrownBy(() -> tokenizer.decode(new int[] {1000})).hasMessageContaining("id 1000");
        }
    }

    @Test
    void sequencesBeginAsTheFileSays() throws IOException {
        assertThat(json(root -> {}).beginOfSequence()).hasValue(1);
        assertThat(json(root -> root.remove("post_processor")).beginOfSequence())
                .isEmpty();
        assertThat(gguf(writer()).beginOfSequence()).hasValue(1);
        assertThat(gguf(writer().put("tokenizer.ggml.add_bos_token", true)).beginOfSequence())
                .hasValue(1);
        assertThat(gguf(writer().put("tokenizer.ggml.add_bos_token", false)).beginOfSequence())
                .isEmpty();
    }

    @Test
    void aGgufFileMayAskForNoSpaceInFront() throws IOException {
        Tokenizer bare = gguf(writer().put("tokenizer.ggml.add_space_prefix", false));
        assertThat(bare.decode(bare.encode(" a", SpecialTokens.PLAIN))).isEqualTo(" a");
        assertThat(bare.encode(" a", SpecialTokens.PLAIN))
                .containsExactly(gguf(writer()).encode("a", SpecialTokens.PLAIN));
    }

    @Test
    void aPieceThatIsLongerThanAnyIsRefused() {
        List<String> tokens = new ArrayList<>();
        Golden.read("sentencepiece").path("pieces").forEach(piece -> tokens.add(piece.asText()));
        tokens.set(999, "a".repeat(1001));
        assertThatThrownBy(() -> gguf(writer().put("tokenizer.ggml.tokens", tokens)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("a token has 1001 characters; expected up to 1000");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            tokenizer.ggml.remove_extra_whitespaces | true | 'tokenizer.ggml.remove_extra_whitespaces' is true
            tokenizer.ggml.bos_token_id             | 1000 | 'tokenizer.ggml.bos_token_id' is 1000, which is none of
            tokenizer.ggml.bos_token_id             |      | 'tokenizer.ggml.bos_token_id' is missing
            tokenizer.ggml.scores                   | [1]  | 1000 tokens, but 1 scores
            tokenizer.ggml.scores                   |      | 'tokenizer.ggml.scores' is missing
            tokenizer.ggml.token_type               | [1]  | 1000 tokens, but 1 token types
            tokenizer.ggml.tokens                   | [1]  | holds other values than String
            """)
    void ggufFilesAreRefusedByName(String key, String value, String message) throws IOException {
        Object given =
                switch (value) {
                    case null -> null;
                    case "true" -> true;
                    case "[1]" -> List.of(1);
                    default -> Long.valueOf(value);
                };
        GgufWriter writer = writer().put(key, given);
        assertThatThrownBy(() -> gguf(writer))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("x.gguf: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            /normalizer                | {"type": "NFC"}                                              | 'normalizer.type' is "NFC"
            /normalizer                | {"type": "Sequence", "normalizers": []}                      | supported: Prepend and Replace, or Replace
            /normalizer/normalizers/0  | {"type": "Prepend", "prepend": "_"}                          | 'normalizer.normalizers[0].prepend' is "_"
            /normalizer/normalizers/1  | {"type": "Replace", "pattern": {"Regex": " "}, "content": "\u2581"} | pattern.String' is not given
            /pre_tokenizer             | {"type": "Metaspace", "replacement": "\u2581"}               | 'pre_tokenizer' is
            /decoder                   | {"type": "ByteLevel"}                                        | 'decoder.type' is "ByteLevel"
            /decoder/decoders/1        | {"type": "Fuse"}                                             | 'decoder.decoders[1].type' is "Fuse"
            /decoder/decoders/3        | {"type": "Strip", "content": " ", "start": 2, "stop": 0}     | 'decoder.decoders[3].start' is 2
            /decoder/decoders/3        | {"type": "Strip", "content": " ", "start": 1, "stop": 1}     | 'decoder.decoders[3].stop' is 1
            /model/vocab/<0x41>        | null                                                         | '<0x41>', is not in the vocabulary
            /post_processor            | {"type": "Unknown"}                                          | 'post_processor.type' is "Unknown"
            /post_processor            | {"type": "TemplateProcessing", "single": []}                 | a template with the sequence
            /post_processor/special_tokens/<s>/ids | [1, 2]                                           | at most one token before the sequence
            /post_processor/special_tokens/<s>/ids | [1000]                                           | begins sequences with the id 1000
            /post_processor            | {"type": "RobertaProcessing", "cls": ["<s>"]}                | 'post_processor.cls' is
            """)
    void jsonFilesAreRefusedByName(String at, String value, String message) {
        String parent = at.substring(0, at.lastIndexOf('/'));
        String field = at.substring(at.lastIndexOf('/') + 1);
        assertThatThrownBy(() -> json(root -> set(root.at(parent), field, value)))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("tokenizer.json: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            {"type": "Metaspace", "replacement": "_"}                                              | 'pre_tokenizer.replacement' is "_"
            {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "last"}               | supported: always, first, never
            {"type": "Metaspace", "replacement": "\u2581", "add_prefix_space": false}              | or the prepend_scheme never
            {"type": "ByteLevel"}                                                                  | 'pre_tokenizer.type' is "ByteLevel"
            """)
    void preTokenizersAreRefusedByName(String value, String message) {
        assertThatThrownBy(() -> json(root -> {
                    root.remove("normalizer");
                    set(root, "pre_tokenizer", value);
                }))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(message);
    }

    @Test
    void beginsOfByteLevelFilesAreRead() throws IOException {
        Path llama3 = Golden.folder("bpe-llama3").resolve("tokenizer.json");
        assertThat(TokenizerJson.read(llama3).beginOfSequence()).isEmpty();
        ObjectNode root = (ObjectNode) JSON.readTree(llama3.toFile());
        set(root, "post_processor", """
                {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
                 "single": [{"SpecialToken": {"id": "<|endoftext|>"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "x"}}],
                 "special_tokens": {"<|endoftext|>": {"ids": [0]}}}]}""");
        Path file = Files.write(folder.resolve("tokenizer.json"), JSON.writeValueAsBytes(root));
        assertThat(TokenizerJson.read(file).beginOfSequence()).hasValue(0);
        assertThat(TokenizerJson.read(Golden.asset("minilm").resolve("tokenizer.json"))
                        .beginOfSequence())
                .hasValue(101);
        try (GgufFile smollm = GgufFile.open(Golden.asset("smollm2"))) {
            assertThat(GgufTokenizer.read(smollm).beginOfSequence()).isEmpty();
        }
    }

    private static void assertEqualIds(Tokenizer tokenizer, String name) {
        List<String> different = new ArrayList<>();
        for (JsonNode row : GOLDEN) {
            for (SpecialTokens mode : SpecialTokens.values()) {
                int[] expected = Golden.ints(row.path(name + "_" + mode.name().toLowerCase(Locale.ROOT)));
                if (!Arrays.equals(expected, tokenizer.encode(row.path("text").asText(), mode))) {
                    different.add(mode + " " + row.path("text").asText());
                }
            }
        }
        assertThat(different).isEmpty();
    }

    private static GgufWriter writer() {
        JsonNode model = Golden.read("sentencepiece");
        List<String> tokens = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        model.path("pieces").forEach(piece -> tokens.add(piece.asText()));
        model.path("scores").forEach(score -> scores.add((float) score.asDouble()));
        model.path("types").forEach(type -> types.add(type.asInt()));
        return new GgufWriter()
                .put("tokenizer.ggml.model", "llama")
                .put("tokenizer.ggml.tokens", tokens)
                .put("tokenizer.ggml.scores", scores)
                .put("tokenizer.ggml.token_type", types)
                .put("tokenizer.ggml.bos_token_id", 1L);
    }

    private Tokenizer gguf(GgufWriter writer) throws IOException {
        try (GgufFile file = GgufFile.open(Files.write(folder.resolve("x.gguf"), writer.bytes()))) {
            return GgufTokenizer.read(file);
        }
    }

    private Tokenizer json(Consumer<ObjectNode> change) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(
                Golden.folder("sentencepiece").resolve("tokenizer.json").toFile());
        change.accept(root);
        return TokenizerJson.read(Files.write(folder.resolve("tokenizer.json"), JSON.writeValueAsBytes(root)));
    }

    private static void set(JsonNode parent, String field, String value) {
        try {
            JsonNode json = JSON.readTree(value);
            if (parent instanceof ArrayNode array) {
                array.set(Integer.parseInt(field), json);
            } else if (json.isNull()) {
                ((ObjectNode) parent).remove(field);
            } else {
                ((ObjectNode) parent).set(field, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
