package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Torch.manager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void theReaderGetsWhatWasWritten() throws IOException {
        Path file = folder.resolve("x.safetensors");
        NDArray matrix = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
        float[] odd = {Float.NaN, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE, Float.MAX_VALUE};
        SafetensorsWriter.write(
                file,
                Map.of(
                        "matrix", matrix,
                        "turned", matrix.transpose(),
                        "part", Torch.slice(matrix, 1, 1, 3),
                        "a scalar \"é\"", manager.create(7f),
                        "none", manager.zeros(new Shape(0, 4)),
                        "odd", manager.create(odd)),
                Map.of("format", "pt"));

        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).hasSize(6);
            assertThat(read.load("matrix", manager)).isEqualTo(matrix);
            assertThat(read.shape("turned")).isEqualTo(new Shape(3, 2));
            assertThat(read.load("turned", manager).toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
            assertThat(read.load("part", manager).toFloatArray()).containsExactly(2, 3, 5, 6);
            assertThat(read.shape("a scalar \"é\"")).isEqualTo(new Shape());
            assertThat(read.load("a scalar \"é\"", manager).getFloat()).isEqualTo(7f);
            assertThat(read.shape("none")).isEqualTo(new Shape(0, 4));
            assertThat(read.load("odd", manager).toFloatArray()).containsExactly(odd);
        }
        assertThat(directory(file)).startsWith("{\"__metadata__\":{\"format\":\"pt\"},");
        assertThat(entries()).containsExactly("x.safetensors");
    }

    @Test
    void largeTensorsAreWrittenInParts() {
        Path file = folder.resolve("large.safetensors");
        int size = (1 << 20) + 3;
        SafetensorsWriter.write(
                file, Map.of("numbers", manager.arange(size).toType(DataType.FLOAT32, false)), Map.of());
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            float[] values = read.load("numbers", manager).toFloatArray();
            assertThat(values).hasSize(size);
            for (int at : new int[] {0, (1 << 20) - 1, 1 << 20, size - 1}) {
                assertThat(values[at]).isEqualTo(at);
            }
        }
    }

    @Test
    void equalContentGivesEqualBytesWithAlignedData() throws IOException {
        NDArray one = manager.create(new float[] {1, 2, 3});
        NDArray two = manager.create(new float[] {4});
        Path first = folder.resolve("first.safetensors");
        Path second = folder.resolve("second.safetensors");
        SafetensorsWriter.write(first, Map.of("b", one, "a", two), Map.of("z", "1", "y", "2"));
        SafetensorsWriter.write(second, Map.of("a", two, "b", one), Map.of("y", "2", "z", "1"));

        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(directory(first).length() % 8).isZero();
        assertThat(directory(first))
                .startsWith("{\"__metadata__\":{\"y\":\"2\",\"z\":\"1\"},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[4,16]}}");
    }

    @Test
    void aFileIsReplaced() throws IOException {
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of("old", manager.create(1f)), Map.of());
        SafetensorsWriter.write(file, Map.of("new", manager.create(2f)), Map.of());

        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactly("new");
        }
        assertThat(entries()).containsExactly("x.safetensors");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndLeavesNoDraft() throws IOException {
        Map<String, NDArray> tensors = Map.of("a", manager.create(1f));
        Path nowhere = folder.resolve("absent").resolve("x.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(nowhere, tensors, Map.of()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("absent/x.safetensors: cannot be written");

        Path occupied = Files.createDirectories(folder.resolve("occupied"));
        Files.createFile(occupied.resolve("file"));
        assertThatThrownBy(() -> SafetensorsWriter.write(occupied, tensors, Map.of()))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("occupied: cannot be written");
        assertThat(entries()).containsExactly("occupied");
    }

    @Test
    void whatTheFormatCannotHoldIsRefusedBeforeAnythingIsWritten() throws IOException {
        NDArray ids = manager.create(new long[] {1, 2});
        NDArray one = manager.create(1f);
        Path file = folder.resolve("x.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of("ids", ids), Map.of()))
                .hasMessageContaining("tensor 'ids' has type int64; expected float32");
        for (String name : new String[] {"", " ", "__metadata__"}) {
            assertThatThrownBy(() -> SafetensorsWriter.write(file, Map.of(name, one), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
        }
        assertThat(entries()).isEmpty();
    }

    @Test
    void aDirectoryIsWrittenUpToWhatIsRead() throws IOException {
        NDArray one = manager.create(1f);
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of("one", one), Map.of("much", "x".repeat(17 << 20)));
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertThat(read.names()).containsExactly("one");
        }
        Path more = folder.resolve("y.safetensors");
        assertThatThrownBy(() ->
                        SafetensorsWriter.write(more, Map.of("one", one), Map.of("too much", "x".repeat(100_000_000))))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("y.safetensors: would have 1 tensors")
                .hasMessageContaining("up to 100000000");
        assertThat(entries()).containsExactly("x.safetensors");
    }

    private String directory(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return new String(bytes.array(), Long.BYTES, (int) bytes.getLong(), StandardCharsets.UTF_8);
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
