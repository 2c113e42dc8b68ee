package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
    @TempDir
    Path folder;

    @Test
    void dequantisesEachTypeAsOnPaper() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort(Float.floatToFloat16(0.5f)).putShort(Float.floatToFloat16(-1f));
        for (int i = 0; i < 16; i++) {
            block.put((byte) (i | (15 - i) << 4));
        }
        float[] q41 = read(gguf(3, block.flip(), 32));
        assertThat(q41[0]).isEqualTo(-1f);
        assertThat(q41[3]).isEqualTo(0.5f);
        assertThat(q41[16]).isEqualTo(6.5f);

        block.clear().putShort(Float.floatToFloat16(2f));
        for (int i = 0; i < 16; i++) {
            block.put((byte) (i | (15 - i) << 4));
        }
        float[] q40 = read(gguf(2, block.flip(), 32));
        assertThat(q40[0]).isEqualTo(-16f);
        assertThat(q40[31]).isEqualTo(-16f);
        assertThat(q40[16]).isEqualTo(14f);

        block.clear().putShort(Float.floatToFloat16(0.25f));
        for (int i = 0; i < 32; i++) {
            block.put((byte) (i - 16));
        }
        assertThat(read(gguf(8, block.flip(), 32))[1]).isCloseTo(-3.75f, within(1e-6f));

        block.clear().putShort((short) (Float.floatToIntBits(1.5f) >> 16));
        assertThat(read(gguf(30, block.flip(), 1))).containsExactly(1.5f);
        block.clear().putShort(Float.floatToFloat16(-0.75f));
        assertThat(read(gguf(1, block.flip(), 1))).containsExactly(-0.75f);
    }

    @Test
    void refusesWhatIsNoModelFileByName() throws IOException {
        Path file = Files.writeString(
                folder.resolve("x.gguf"), "<html>not here</html>, and some more text to be long enough");
        assertThatThrownBy(() -> GgufFile.open(file)).hasMessageContaining("x.gguf: is not a GGUF file");
        Path other = Files.writeString(folder.resolve("x.safetensors"), "PK and so on");
        assertThatThrownBy(() -> SafetensorsFile.open(other)).hasMessageContaining("x.safetensors: is no safetensors");
        assertThatThrownBy(() -> GgufFile.open(folder.resolve("absent.gguf"))).hasMessageContaining("absent.gguf");
    }

    @Test
    void dequantisesRandomBlocksOfAllTypesAsTheReference() throws IOException {
        Set<String> compared = new HashSet<>();
        for (JsonNode row : Golden.read("quants")) {
            ByteBuffer blocks = ByteBuffer.wrap(row.path("blocks").binaryValue());
            FloatBuffer numbers = ByteBuffer.wrap(row.path("numbers").binaryValue())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] expected = new float[numbers.remaining()];
            numbers.get(expected);
            float[] actual = read(gguf(row.path("id").asInt(), blocks, expected.length));
            // Of 0 and -0 a model computes the same.
            assertThat(plusZero(actual)).as(row.path("type").asText()).containsExactly(plusZero(expected));
            compared.add(row.path("type").asText());
        }
        assertThat(compared)
                .containsExactlyInAnyOrderElementsOf(Stream.of(TensorType.values())
                        .filter(type -> type != TensorType.F32)
                        .map(TensorType::name)
                        .toList());
    }

    @Test
    void refusesAnUnsupportedQuantisation() throws IOException {
        Path file = gguf(23, ByteBuffer.allocate(256), 32);
        assertThatThrownBy(() -> GgufFile.open(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("tensor 't' has GGML type IQ4_XS (23)")
                .hasMessageContaining(
                        "supported: F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, BF16.");
        Path unknown = gguf(99, ByteBuffer.allocate(256), 32);
        assertThatThrownBy(() -> GgufFile.open(unknown)).hasMessageContaining("GGML type unknown (99)");
    }

    @Test
    void refusesRowsOfBrokenBlocks() throws IOException {
        Path file = gguf(14, ByteBuffer.allocate(210), 255);
        assertThatThrownBy(() -> GgufFile.open(file)).hasMessageContaining("'t' are no whole blocks of Q6_K");
    }

    private static float[] plusZero(float[] values) {
        float[] sums = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            sums[i] = values[i] + 0f;
        }
        return sums;
    }

    private static float[] read(Path file) {
        try (NDManager manager = Torch.manager();
                GgufFile gguf = GgufFile.open(file)) {
            return gguf.load("t", manager).toFloatArray();
        }
    }

    /** A file with one tensor t of this GGML type. */
    private Path gguf(int type, ByteBuffer data, int elements) throws IOException {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return Files.write(
                folder.resolve("t" + type + ".gguf"),
                new GgufWriter().tensor("t", type, bytes, elements).bytes());
    }
}
