package io.explainrec.ml.bert;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an encoder's files may ask for: computed right, or refused by name. */
class SentenceEncoderFilesTest {
    private static final Path ASSET = Golden.asset("minilm");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void link() throws IOException {
        Files.createDirectory(folder.resolve("1_Pooling"));
        for (String name :
                new String[] {"config.json", "tokenizer.json", "model.safetensors", "1_Pooling/config.json"}) {
            Files.createSymbolicLink(folder.resolve(name), ASSET.resolve(name).toAbsolutePath());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            config.json           | model_type               | "roberta"      | 'model_type' is "roberta"
            config.json           | hidden_act               | "relu"         | 'hidden_act' is "relu"
            config.json           | position_embedding_type  | "relative_key" | 'position_embedding_type' is "relative_key"
            config.json           | num_attention_heads      | 7              | embed to be a multiple of heads
            config.json           | num_attention_heads      | 0              | a size is below 1
            config.json           | num_hidden_layers        | 5              | 16 tensors that this program does not compute
            config.json           | num_hidden_layers        | 7              | no tensor 'encoder.layer.6
            config.json           | hidden_size              | "384"          | 'hidden_size' is "384"
            config.json           | vocab_size               | 30521          | embeddings of 30521 tokens
            config.json           | vocab_size               | 30523          | expected (30523, 384)
            1_Pooling/config.json | pooling_mode_mean_tokens | false          | 'pooling_mode_mean_tokens' is false
            1_Pooling/config.json | pooling_mode_cls_token   | true           | 'pooling_mode_cls_token' is true
            """)
    void optionsThatAreNotComputedAreRefused(String file, String field, String value, String message)
            throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(ASSET.resolve(file).toFile());
        json.set(field, JSON.readTree(value));
        Files.delete(folder.resolve(file));
        Files.write(folder.resolve(file), JSON.writeValueAsBytes(json));
        assertRefused(message);
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        for (String name : new String[] {"model.safetensors", "tokenizer.json", "config.json"}) {
            Files.delete(folder.resolve(name));
            assertRefused(name);
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> SentenceEncoder.open(folder).close())
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }
}
