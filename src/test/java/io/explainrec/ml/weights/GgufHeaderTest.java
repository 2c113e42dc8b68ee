package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads of GGUF files with one field that is wrong. */
class GgufHeaderTest {
    private static final int VERSION = 4;
    private static final int TENSORS = 8;
    private static final int ENTRIES = 16;

    @TempDir
    Path folder;

    private final GgufWriter writer = new GgufWriter()
            .put("list", List.of(1, 2))
            .put("text", "words")
            .tensor("aa", new float[8], 8)
            .tensor("bb", new float[16], 2, 8);

    @ParameterizedTest
    @CsvSource({"1, version 1", "4, version 4", "0x03000000, big-endian", "-1, version 4294967295"})
    void otherVersionsAreRefused(String version, String message) throws IOException {
        assertRefused(patched(VERSION, Long.decode(version), Integer.BYTES), message);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 1000})
    void countsThatDoNotFitTheFileAreRefused(long count) throws IOException {
        assertRefused(patched(TENSORS, count, Long.BYTES), "tensors");
        assertRefused(patched(ENTRIES, count, Long.BYTES), "metadata entries");
        assertRefused(patched(at("list") - 8, count, Long.BYTES), "bytes of text");
        assertRefused(patched(at("list") + 12, count, Long.BYTES), "elements of 'list'");
        assertRefused(patched(at("aa") - 8, count, Long.BYTES), "bytes of text");
        assertRefused(patched(at("aa") + 6, count, Long.BYTES), "'aa'");
    }

    @Test
    void headsThatWouldFillTheMemoryAreRefused() throws IOException {
        byte[] head = patched(at("list") - 8, 65L << 20, Long.BYTES);
        assertRefused(Arrays.copyOf(head, 70 << 20), "it says that it has 68157440 bytes of text");
    }

    @Test
    void typesThatAreNotKnownAreRefused() throws IOException {
        assertRefused(patched(at("list") + 4, 13, Integer.BYTES), "'list' has the unknown type 13");
        assertRefused(patched(at("list") + 8, 9, Integer.BYTES), "'list' is an array of arrays");
        assertRefused(patched(at("aa") + 14, 16, Integer.BYTES), "'aa' has GGML type IQ2_XXS (16); supported: F32");
        assertRefused(patched(at("aa") + 2, 5, Integer.BYTES), "'aa' has 5 dimensions");
        assertRefused(patched(at("aa") + 2, 0, Integer.BYTES), "'aa' has 0 dimensions");
        assertRefused(patched(at("aa") + 14, GgufWriter.Q8_0, Integer.BYTES), "'aa' are no whole blocks of Q8_0");
    }

    @Test
    void tensorsOutsideTheDataOrOverAnotherAreRefused() throws IOException {
        int offset = at("aa") + 18;
        assertRefused(patched(offset, 1 << 20, Long.BYTES), "'aa' starts at byte 1048576");
        assertRefused(patched(offset, -32, Long.BYTES), "'aa' starts at byte 18446744073709551584");
        assertRefused(patched(offset, 96, Long.BYTES), "outside the data");
        assertRefused(patched(offset, 4, Long.BYTES), "expected a multiple of 32");
        assertRefused(patched(offset, 32, Long.BYTES), "'bb' overlaps 'aa'");
        assertRefused(patched(at("bb"), 'a' << 8 | 'a', Short.BYTES), "two tensors 'aa'");
        assertRefused(patched(at("bb") + 6, 1L << 61, Long.BYTES), "'bb' is larger than any file");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 24, 48, 1L << 17, 1L << 31})
    void alignmentsThatAreNoSmallPowersOfTwoAreRefused(long alignment) throws IOException {
        assertRefused(writer.put("general.alignment", alignment).bytes(), "'general.alignment' is " + alignment);
    }

    @Test
    void anAlignmentOfAnotherTypeIsRefused() throws IOException {
        assertRefused(writer.put("general.alignment", "32").bytes(), "'general.alignment' is 32");
    }

    @Test
    void anEntryTwiceIsRefused() throws IOException {
        byte[] bytes = patched(at("text"), 0x7473696c, Integer.BYTES); // "list"
        assertRefused(bytes, "two metadata entries 'list'");
    }

    @Test
    void entriesAreReadAsTheKindThatIsAskedFor() throws IOException {
        byte[] bytes = writer.put("big", 4_000_000_000L).put("real", 1.5f).bytes();
        try (GgufFile file = GgufFile.open(Files.write(folder.resolve("x.gguf"), bytes))) {
            assertThat(file.list("list", Integer.class)).containsExactly(1, 2);
            assertThat(file.number("real")).isEqualTo(1.5);
            assertThatThrownBy(() -> file.integer("big")).isInstanceOf(ModelFileException.class);
            assertThatThrownBy(() -> file.integer("real")).isInstanceOf(ModelFileException.class);
            assertThatThrownBy(() -> file.text("real")).isInstanceOf(ModelFileException.class);
            assertThatThrownBy(() -> file.list("list", String.class)).isInstanceOf(ModelFileException.class);
            assertThatThrownBy(() -> file.text("none")).hasMessageContaining("x.gguf: metadata 'none' is missing");
        }
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = Files.write(folder.resolve("x.gguf"), bytes);
        assertThatThrownBy(() -> GgufFile.open(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("x.gguf: ")
                .hasMessageContaining(message);
    }

    private byte[] patched(int at, long value, int width) {
        byte[] bytes = writer.bytes();
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (width) {
            case Long.BYTES -> all.putLong(at, value);
            case Integer.BYTES -> all.putInt(at, (int) value);
            default -> all.putShort(at, (short) value);
        }
        return bytes;
    }

    /** Where a name stands in the file. */
    private int at(String name) {
        return new String(writer.bytes(), StandardCharsets.ISO_8859_1).indexOf(name);
    }
}
