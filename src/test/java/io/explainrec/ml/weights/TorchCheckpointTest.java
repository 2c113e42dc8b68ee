package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a checkpoint that torch wrote (record_checkpoint.py). */
class TorchCheckpointTest {
    private static byte[] whole;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws IOException {
        whole = Files.readAllBytes(Golden.folder("vision").resolve("tiny-checkpoint.pth"));
    }

    @Test
    void theTensorsAreWhatTorchWrote() throws IOException {
        try (TorchCheckpoint file = TorchCheckpoint.open(write(whole));
                NDManager manager = Torch.manager()) {
            assertThat(file.names()).containsExactly("conv.weight", "norm.running_var", "scalar");
            assertThat(file.shape("conv.weight")).isEqualTo(new Shape(2, 3, 1, 2));
            assertThat(file.load("conv.weight", manager).toFloatArray())
                    .containsExactly(0, .25f, .5f, .75f, 1, 1.25f, 1.5f, 1.75f, 2, 2.25f, 2.5f, 2.75f);
            assertThat(file.load("norm.running_var", manager).toFloatArray()).containsExactly(.5f, -1.5f);
            assertThat(file.shape("scalar")).isEqualTo(new Shape());
            assertThat(file.load("scalar", manager).getFloat()).isEqualTo(2.5f);
            assertThatThrownBy(() -> file.shape("norm.num_batches_tracked"))
                    .hasMessageContaining(
                            "x.pth: tensor 'norm.num_batches_tracked' has type int64; supported: float32");
            assertThatThrownBy(() -> file.load("absent", manager)).hasMessageContaining("has no tensor 'absent'");
        }
    }

    @Test
    void viewsAreReadAsTheyLook() throws IOException {
        // the strides (6, 2, 2, 1) of the shape (2, 3, 1, 2) become (1, 2, 2, 6): the first and the last axis swap
        byte[] turned = replaced(hex("4b064b024b024b0174"), hex("4b014b024b024b0674"), whole);
        try (TorchCheckpoint file = TorchCheckpoint.open(write(turned));
                NDManager manager = Torch.manager()) {
            assertThat(file.load("conv.weight", manager).toFloatArray())
                    .containsExactly(0, 1.5f, .5f, 2, 1, 2.5f, .25f, 1.75f, .75f, 2.25f, 1.25f, 2.75f);
        }
    }

    @Test
    void theAssetIsReadWhole() {
        try (TorchCheckpoint file = TorchCheckpoint.open(Golden.asset("efficientnet-lite0"));
                NDManager manager = Torch.manager()) {
            assertThat(file.names()).hasSize(247).contains("_conv_stem.weight", "_blocks.15._bn2.running_var");
            assertThat(file.load("_fc.weight", manager).getShape()).isEqualTo(new Shape(1000, 1280));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            collections\\nOrderedDict    | posix\\nsystem                      | the Python object 'posix.system'
            collections\\nOrderedDict    | builtins\\neval                     | the Python object 'builtins.eval'
            torch\\nFloatStorage         | torch\\nHalfStorage                 | 'torch.HalfStorage', which is not supported
            torch._utils\\n_rebuild_tensor_v2 | torch._utils\\n_rebuild_parameter | 'torch._utils._rebuild_parameter'
            torch._utils\\n_rebuild_tensor_v2 | torch\\nFloatStorage            | a call is none of those
            torch\\nFloatStorage         | collections\\nOrderedDict           | a reference to a storage is none
            little_endian               | little_indian                      | big-endian
            """)
    void whatIsNotNamedIsRefused(String from, String to, String message) throws IOException {
        assertRefused(replaced(latin(from), latin(to), whole), message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            8a0a6cfc9c46f9206aa85019 | 8a0a6dfc9c46f9206aa85019 | its first number is not torch's
            8a0a6cfc9c46f9206aa85019 | 4b01                     | its first number is not torch's
            4de903                   | 4de803                   | its version is not 1001
            4b024b034b014b0274       | 4b024b034b014b0374       | lies outside its storage
            4b064b024b024b0174       | 4b074b024b024b0174       | lies outside its storage
            4b064b024b024b0174       | 4affffffff4b024b024b0174 | lies outside its storage
            4b064b024b024b0174       | 4b024b024b0174           | a call is none of those
            4b064b024b024b0174       | 4b064b024b024e74         | no whole numbers
            0c00000000000000         | 0d00000000000000         | has 13 numbers, its tensors say 12
            """)
    void whatDoesNotFitIsRefused(String from, String to, String message) throws IOException {
        assertRefused(replaced(hex(from), hex(to), whole), message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            8002                 | is cut short
            80022e               | a value is used that is not there
            80034e2e             | a pickle of protocol 2 at most
            80022828282e         | a value is used that is not there
            80024e4e2e           | no value, or more than one
            8002746e2e           | has no beginning
            800285               | a value is used that is not there
            800268072e           | a value is used that is not there
            80027d4e4e732e       | a key that is no text
            80025d4e4e732e       | into what is no dictionary
            80027d4e612e         | to what is no list
            80024e4e622e         | to what is no dictionary
            8002580000008000     | a text has 2147483648 bytes
            80025805000000412e   | is cut short
            80025801000000ff2e   | a text is no UTF-8
            800263411b0a         | the name of a Python object is none
            80025d942e           | the pickle instruction 0x94 is not supported
            80028a002e           | its first number is not torch's
            """)
    void aPickleThatIsNoneIsRefused(String pickle, String message) throws IOException {
        assertRefused(hex(pickle), message);
    }

    @Test
    void bytesBehindTheEndAndBeforeItAreRefused() throws IOException {
        assertRefused(Arrays.copyOf(whole, whole.length + 3), "has 3 bytes behind its last storage");
        assertRefused(Arrays.copyOf(whole, whole.length - 1), "is cut short: storage");
        assertRefused(new byte[0], "is cut short");
    }

    @Test
    void theFormatSinceTorch16IsNamed() throws IOException {
        assertRefused(latin("PK and so on"), "the format since torch 1.6, which is not supported; convert it");
        assertThatThrownBy(() -> TorchCheckpoint.open(folder.resolve("absent.pth")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("absent.pth");
    }

    @Test
    void deepAndLongPicklesAreRefusedAsFastAsShortOnes() throws IOException {
        ByteBuffer deep = ByteBuffer.allocate(3_000_000).order(ByteOrder.LITTLE_ENDIAN);
        deep.put((byte) 0x80).put((byte) 2).put((byte) 'N');
        while (deep.position() < 1_000_000) {
            deep.put((byte) 0x85); // a tuple of what was there
        }
        assertRefused(Arrays.copyOf(deep.put((byte) '.').array(), deep.position()), "its first number is not torch's");
        deep.clear().put((byte) 0x80).put((byte) 2);
        while (deep.hasRemaining()) {
            deep.put((byte) '}');
        }
        assertRefused(deep.array(), "a pickle does not end");
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> TorchCheckpoint.open(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("x.pth: ")
                .hasMessageContaining(message);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("x.pth"), bytes);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] latin(String text) {
        return text.replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The bytes with one part, which must be there, in place of another where it comes first. */
    private static byte[] replaced(byte[] from, byte[] to, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(new String(from, StandardCharsets.ISO_8859_1));
        assertThat(at).isNotNegative();
        byte[] replaced = new byte[bytes.length - from.length + to.length];
        System.arraycopy(bytes, 0, replaced, 0, at);
        System.arraycopy(to, 0, replaced, at, to.length);
        System.arraycopy(bytes, at + from.length, replaced, at + to.length, bytes.length - at - from.length);
        return replaced;
    }
}
