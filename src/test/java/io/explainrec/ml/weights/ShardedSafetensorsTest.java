package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors a and b in one file, c in another. */
class ShardedSafetensorsTest {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        shard(FIRST, "a", "b");
        shard(SECOND, "c");
        index("""
                {"metadata": {"total_size": 24}, "weight_map": {"a": "%s", "b": "%s", "c": "%s"}}""".formatted(FIRST, FIRST, SECOND));
    }

    @Test
    void areOneSource() {
        try (TensorSource source = ShardedSafetensors.openFolder(folder);
                NDManager manager = Torch.manager()) {
            assertThat(source.names()).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(source.shape("c")).isEqualTo(new Shape(1, 2));
            for (String name : source.names()) {
                assertThat(source.load(name, manager).toFloatArray()).containsExactly(name.charAt(0), -1);
            }
            assertThatThrownBy(() -> source.load("d", manager)).hasMessageContaining("index.json: has no tensor 'd'");
        }
        assertThat(ShardedSafetensors.shards(folder.resolve("model.safetensors.index.json")))
                .containsExactly(FIRST, SECOND);
    }

    @Test
    void aFolderWithOneFileIsThatFile() throws IOException {
        Files.delete(folder.resolve("model.safetensors.index.json"));
        shard("model.safetensors", "a");
        try (TensorSource source = ShardedSafetensors.openFolder(folder)) {
            assertThat(source).isInstanceOf(SafetensorsFile.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            {"weight_map": {"a": "1", "b": "1", "c": "3.safetensors"}}    | 3.safetensors: is missing
            {"weight_map": {"a": "1", "b": "1", "c": "part.st"}}          | 'part.st'; expected a file of the same folder, named *.safetensors
            {"weight_map": {"a": "1", "b": "1", "c": "model.json"}}       | 'model.json'; expected a file of the same folder, named *.safetensors
            {"weight_map": {"a": "1", "b": "2", "c": "2"}}                | has no tensor 'b', which
            {"weight_map": {"a": "1", "b": "1", "c": "2", "d": "2"}}      | has no tensor 'd', which
            {"weight_map": {"a": "1", "c": "2"}}                          | has the tensor 'b', which
            {"weight_map": {"a": "1", "a": "2", "b": "1", "c": "2"}}      | Duplicate field 'a'
            {"weight_map": {"a": "../1", "b": "1", "c": "2"}}             | '../1'; expected a file of the same folder
            {"weight_map": {"a": "/etc/passwd", "b": "1", "c": "2"}}      | '/etc/passwd'; expected
            {"weight_map": {"a": "..", "b": "1", "c": "2"}}               | '..'; expected
            {"weight_map": {"a": "x\\\\1", "b": "1", "c": "2"}}           | expected a file of the same folder
            {"weight_map": {"a": "\\u0000", "b": "1", "c": "2"}}          | expected a file of the same folder
            {"weight_map": {"a": "", "b": "1", "c": "2"}}                 | ''; expected
            {"weight_map": {"a": 1, "b": "1", "c": "2"}}                  | 'weight_map.a' is 1; expected text
            {"weight_map": {}}                                            | 'weight_map' is missing or empty
            {"weight_map": ["a"]}                                         | expected an object
            {}                                                            | 'weight_map' is missing or empty
            {"weight_map": {"a": "1"                                      | cannot be read
            []                                                            | holds no JSON object
            """)
    void indicesThatDoNotFitAreRefused(String index, String message) throws IOException {
        index(index.replaceAll("\"([./a-z]*)1\"", "\"$1" + FIRST + "\"").replace("\"2\"", "\"" + SECOND + "\""));
        assertRefused(message.replace("/1'", "/" + FIRST + "'"));
    }

    @Test
    void aTensorInTwoFilesIsRefused() throws IOException {
        shard(SECOND, "b", "c");
        assertRefused(SECOND + ": has the tensor 'b', which model.safetensors.index.json places in " + FIRST);
    }

    @Test
    void weightsThatAreThereTwiceAreRefused() throws IOException {
        shard("model.safetensors", "a", "b", "c");
        assertRefused("lies beside model.safetensors");
    }

    @Test
    void everyCutOfAFileIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(SECOND));
        for (int length = 0; length < whole.length; length++) {
            Files.write(folder.resolve(SECOND), Arrays.copyOf(whole, length));
            assertRefused(SECOND + ": ");
        }
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ShardedSafetensors.openFolder(folder).close())
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    /** A file whose tensors hold the code of their name, and -1. */
    private void shard(String file, String... names) {
        try (NDManager manager = Torch.manager()) {
            Map<String, NDArray> tensors = new HashMap<>();
            for (String name : names) {
                tensors.put(name, manager.create(new float[] {name.charAt(0), -1}, new Shape(1, 2)));
            }
            SafetensorsWriter.write(folder.resolve(file), tensors, Map.of());
        }
    }
}
