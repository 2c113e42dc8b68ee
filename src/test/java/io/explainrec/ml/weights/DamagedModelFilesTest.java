package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a model file: it opens and all its tensors can be read, or it is refused by name. */
class DamagedModelFilesTest {
    private static final int DAMAGES = 3000;
    private static final long[] EXTREMES = {
        0, 1, -1, 8, 1L << 20, Integer.MAX_VALUE, 1L << 31, 1L << 32, 1L << 61, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE
    };

    @TempDir
    Path folder;

    @Test
    void aGgufFileIsReadOrRefused() throws IOException {
        byte[] whole = tinyGguf();
        assertThat(readsAll("whole.gguf", whole, GgufFile::open)).isEqualTo(8);
        damage(whole, "damaged.gguf", GgufFile::open);
    }

    @Test
    void aSafetensorsFileIsReadOrRefused() throws IOException {
        byte[] whole = tinySafetensors();
        assertThat(readsAll("whole.safetensors", whole, SafetensorsFile::open)).isEqualTo(5);
        damage(whole, "damaged.safetensors", SafetensorsFile::open);
    }

    @Test
    void aTorchCheckpointIsReadOrRefused() throws IOException {
        byte[] whole = tinyCheckpoint();
        assertThat(readsAll("whole.pth", whole, TorchCheckpoint::open)).isEqualTo(3);
        damage(whole, "damaged.pth", TorchCheckpoint::open);
    }

    @Test
    void everyCutIsRefused() throws IOException {
        byte[] gguf = tinyGguf();
        byte[] safetensors = tinySafetensors();
        byte[] checkpoint = tinyCheckpoint();
        int padding = 31; // behind the last tensor of the GGUF file lie bytes of none
        for (int length = 0; length < gguf.length - padding; length++) {
            Path file = Files.write(folder.resolve("cut.gguf"), Arrays.copyOf(gguf, length));
            assertThatThrownBy(() -> GgufFile.open(file)).isInstanceOf(ModelFileException.class);
        }
        for (int length = 0; length < safetensors.length; length++) {
            Path file = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(safetensors, length));
            assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(ModelFileException.class);
        }
        for (int length = 0; length < checkpoint.length; length++) {
            Path file = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(checkpoint, length));
            assertThatThrownBy(() -> TorchCheckpoint.open(file)).isInstanceOf(ModelFileException.class);
        }
    }

    private void damage(byte[] whole, String name, Function<Path, TensorSource> open) throws IOException {
        Random random = new Random(20261125);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = damaged(whole, random);
            try {
                readsAll(name, damaged, open);
            } catch (ModelFileException expected) {
                assertThat(expected).hasMessageContaining(name);
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("damage " + i + ": " + e, e);
            }
        }
        assertThat(refused).isBetween(DAMAGES / 4, DAMAGES);
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(5)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> buffer.putLong(random.nextInt(bytes.length - 8), EXTREMES[random.nextInt(EXTREMES.length)]);
            case 2 -> buffer.putInt(random.nextInt(bytes.length - 4), (int) EXTREMES[random.nextInt(EXTREMES.length)]);
            case 3 -> { // a piece of the file over another
                int length = 1 + random.nextInt(40);
                System.arraycopy(
                        whole,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
            default -> {
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return bytes;
    }

    /** Number of tensors, all of them read. */
    private int readsAll(String name, byte[] bytes, Function<Path, TensorSource> open) throws IOException {
        Path path = Files.write(folder.resolve(name), bytes);
        try (TensorSource file = open.apply(path);
                NDManager manager = Torch.manager()) {
            for (String tensor : file.names()) {
                assertThat(file.load(tensor, manager).getShape()).isEqualTo(file.shape(tensor));
            }
            return file.names().size();
        }
    }

    private static byte[] tinyGguf() {
        return new GgufWriter()
                .put("general.architecture", "llama")
                .put("general.alignment", 32L)
                .put("a.number", 1.5f)
                .put("a.flag", true)
                .put("a.list", List.of("one", "two", "three"))
                .put("another.list", List.of(1, 2, 3))
                .tensor("f32", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .tensor("f16", GgufWriter.F16, new byte[8], 4)
                .tensor("q4_0", GgufWriter.Q4_0, new byte[36], 2, 32)
                .tensor("q4_1", GgufWriter.Q4_1, new byte[20], 32)
                .tensor("q5_1", GgufWriter.Q5_1, new byte[48], 2, 32)
                .tensor("q6_k", GgufWriter.Q6_K, new byte[210], 1, 256)
                .tensor("q8_0", GgufWriter.Q8_0, new byte[34], 1, 1, 32)
                .tensor("bf16", GgufWriter.BF16, new byte[2], 1)
                .bytes();
    }

    private static byte[] tinyCheckpoint() throws IOException {
        return Files.readAllBytes(Golden.folder("vision").resolve("tiny-checkpoint.pth"));
    }

    private static byte[] tinySafetensors() {
        byte[] directory = """
                {"__metadata__": {"format": "pt"},
                 "f32": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
                 "f16": {"dtype": "F16", "shape": [4, 1], "data_offsets": [24, 32]},
                 "ids": {"dtype": "I64", "shape": [1, 2], "data_offsets": [32, 48]},
                 "none": {"dtype": "F32", "shape": [0, 7], "data_offsets": [48, 48]},
                 "scalar": {"dtype": "F32", "shape": [], "data_offsets": [48, 52]},
                 "bf16": {"dtype": "BF16", "shape": [2], "data_offsets": [52, 56]}}""".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + directory.length + 56)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(directory.length)
                .put(directory)
                .array();
    }
}
