package io.explainrec.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.text.Tokenizer.SpecialTokens;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tokenizer.json may ask for: read right, or refused by name. */
class TokenizerFilesTest {
    private static final Path BYTE_PAIR = Golden.folder("bpe-digits").resolve("tokenizer.json");
    private static final Path LLAMA3 = Golden.folder("bpe-llama3").resolve("tokenizer.json");
    private static final Path WORD_PIECE = Golden.asset("minilm").resolve("tokenizer.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            model         | type            | "Unigram"            | 'model.type' is "Unigram"
            model         | vocab           | {}                   | vocabulary is missing or empty
            model         | vocab           | null                 | vocabulary is missing or empty
            model         | vocab           | ["a"]                | 'model.vocab' is ["a"]; expected an object
            model         | vocab           | {"a": 1.5}           | 'model.vocab.a' is 1.5; expected a whole number
            model         | vocab           | {"a": -1}            | 'a' has the id -1
            model         | vocab           | {"a": 7, "b": 7}     | id 7 has two tokens, 'a' and 'b'
            model         | merges          | null                 | merges are missing or empty
            model         | merges          | [["a"]]              | the merge ["a"] is no pair
            model         | merges          | ["ab"]               | 'ab' has 1 parts
            model         | merges          | ["Q zebra"]          | needs the token 'Qzebra'
            model         | merges          | ["\\u00f0 \\u0141", "\\u00f0 \\u0141"] | is there twice
            model         | byte_fallback   | true                 | 'decoder.type' is "ByteLevel"
            post_processor | type           | "Unknown"            | 'post_processor.type' is "Unknown"
            model         | dropout         | 0.1                  | 'model.dropout'
            model         | unk_token       | "<unk>"              | 'model.unk_token'
            model         | end_of_word_suffix | "</w>"            | 'model.end_of_word_suffix'
            normalizer    | type            | "NFC"                | 'normalizer'
            decoder       | type            | "Metaspace"          | 'decoder.type' is "Metaspace"
            decoder       | type            | null                 | 'decoder.type' is not given
            pre_tokenizer | type            | "Metaspace"          | 'pre_tokenizer.type' is "Metaspace"
            pre_tokenizer | type            | null                 | 'pre_tokenizer.type' is not given
            pre_tokenizer | pretokenizers   | [{"type": "Digits", "individual_digits": false}] | individual_digits
            pre_tokenizer | pretokenizers   | [{"type": "Digits"}] | supported: ByteLevel
            pre_tokenizer | pretokenizers   | [{"type": "ByteLevel", "add_prefix_space": true}] | add_prefix_space
            pre_tokenizer | pretokenizers   | [{"type": "ByteLevel"}, {"type": "Digits"}] | no step after ByteLevel
            pre_tokenizer | pretokenizers   | [{"type": "Split", "behavior": "Removed"}] | behavior
            pre_tokenizer | pretokenizers   | [{"type": "Split", "behavior": "Isolated", "invert": true}] | invert
            pre_tokenizer | pretokenizers   | [{"type": "Split", "behavior": "Isolated"}] | 'pre_tokenizer.pretokenizers[0].pattern.String' is missing
            pre_tokenizer | pretokenizers   | [{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "("}}] | 'pre_tokenizer.pretokenizers[0].pattern.Regex' is "("
            pre_tokenizer | pretokenizers   | [{"type": "Split", "behavior": "Isolated", "pattern": {"Regex": "\\\\s+$"}}] | supported: the expressions of GPT-2 and of LLaMA 3
            """)
    void bytePairFilesAreRefusedByName(String part, String field, String value, String message) throws IOException {
        assertRefused(changed(BYTE_PAIR, root -> with(root, part).set(field, json(value))), message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            normalizer    | type                     | "NFKC"        | 'normalizer.type' is "NFKC"
            normalizer    | lowercase                | "yes"         | 'normalizer.lowercase' is "yes"; expected true or false
            pre_tokenizer | type                     | "Whitespace"  | 'pre_tokenizer.type' is "Whitespace"
            decoder       | type                     | "BPEDecoder"  | 'decoder.type' is "BPEDecoder"
            decoder       | prefix                   | "@@"          | 'decoder.prefix' is "@@"
            model         | unk_token                | "[NONE]"      | '[NONE]', is not in the vocabulary
            model         | max_input_chars_per_word | 0             | expected at least 1
            """)
    void wordPieceFilesAreRefusedByName(String part, String field, String value, String message) throws IOException {
        assertRefused(changed(WORD_PIECE, root -> with(root, part).set(field, json(value))), message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            {"id": 3, "content": "<new>"}                          | '<new>' with the id 3
            {"id": 900, "content": "!"}                            | '!' with the id 900
            {"id": 0, "content": "<|endoftext|>"}                  | '<|endoftext|>' with the id 0
            {"id": 900, "content": ""}                             | 900 has no spelling
            {"id": -1, "content": " the"}                          | ' the' has the id -1
            {"id": 2147483647, "content": " the"}                  | ' the' has the id 2147483647
            {"content": "<new>"}                                   | 'added_tokens[2].id' is missing
            {"id": 900, "content": "<new>", "lstrip": true}        | 'added_tokens[2].lstrip' is true
            {"id": 900, "content": "<new>", "single_word": true}   | 'added_tokens[2].single_word' is true
            """)
    void addedTokensThatAreAmbiguousAreRefused(String token, String message) throws IOException {
        assertRefused(changed(BYTE_PAIR, root -> ((ArrayNode) root.path("added_tokens")).add(json(token))), message);
    }

    @Test
    void whatIsNoObjectOrNamesATokenTwiceIsRefused() throws IOException {
        for (String text : new String[] {"", "[]", "{", "{} {}", "\u0000", "[".repeat(5000)}) {
            assertRefused(Files.writeString(folder.resolve("tokenizer.json"), text), "");
        }
        String twice = Files.readString(BYTE_PAIR).replaceFirst("\"!\":", "\"!\":900,\"!\":");
        assertRefused(Files.writeString(folder.resolve("tokenizer.json"), twice), "Duplicate field '!'");
        assertRefused(folder.resolve("absent.json"), "absent.json");
        Path large = Files.copy(BYTE_PAIR, folder.resolve("large.json"));
        Files.writeString(large, " ".repeat(64 << 20), StandardOpenOption.APPEND);
        assertRefused(large, "bytes; supported: up to 67108864");
    }

    @Test
    void idsWithGapsKeepTheirMeaning() throws IOException {
        Tokenizer dense = TokenizerJson.read(BYTE_PAIR);
        Tokenizer gaps =
                TokenizerJson.read(changed(BYTE_PAIR, root -> ((ObjectNode) root.at("/model/vocab")).put("!", 5000)));

        assertThat(gaps.encode("!", SpecialTokens.PLAIN)).containsExactly(5000);
        assertThat(gaps.decode(new int[] {5000})).isEqualTo("!");
        assertThat(gaps.vocabularySize()).isEqualTo(5001);
        int former = dense.encode("!", SpecialTokens.PLAIN)[0];
        assertThatThrownBy(() -> gaps.decode(new int[] {former})).hasMessageContaining("id " + former);
    }

    @Test
    void aSpecialTokenThatIsPlainTextStillHidesWhatOverlapsIt() throws IOException {
        Tokenizer tokenizer =
                TokenizerJson.read(changed(LLAMA3, root -> ((ArrayNode) root.path("added_tokens")).add(json("""
                        {"id": 900, "content": "<film>", "special": true, "normalized": false}"""))));

        assertThat(tokenizer.encode("<film>", SpecialTokens.PARSED)).containsExactly(900);
        assertThat(tokenizer.decode(tokenizer.encode("a<film>b", SpecialTokens.PLAIN)))
                .isEqualTo("a<film>b");
    }

    @Test
    void wordPieceIdsAreJoinedAsTheReferenceJoinsThem() {
        Tokenizer tokenizer = TokenizerJson.read(WORD_PIECE);
        int[] ids = tokenizer.encode("[CLS] We're re-reading: \"it's\", isn't it?", SpecialTokens.PARSED);

        assertThat(tokenizer.decode(ids)).isEqualTo("[CLS] we ' re re - reading : \" it ' s \", isn ' t it?");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {40_000})).hasMessageContaining("id 40000");
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> TokenizerJson.read(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(message);
    }

    private Path changed(Path original, Consumer<ObjectNode> change) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(original.toFile());
        change.accept(root);
        return Files.write(folder.resolve("tokenizer.json"), JSON.writeValueAsBytes(root));
    }

    private static ObjectNode with(ObjectNode root, String part) {
        return root.path(part).isObject() ? (ObjectNode) root.path(part) : root.putObject(part);
    }

    private static JsonNode json(String value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
