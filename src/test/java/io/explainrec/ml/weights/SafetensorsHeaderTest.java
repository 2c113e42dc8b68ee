package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories over 8 bytes of data. */
class SafetensorsHeaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}                        | bytes of no tensor, from
            {"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}                        | bytes of no tensor, from
            {}                                                                                   | bytes of no tensor, from
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "b": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}} | 'b' overlaps 'a'
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}, "a": {"dtype": "F32", "shape": [0], "data_offsets": [8, 8]}} | Duplicate field 'a'
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 0]}}                        | no start and end
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0]}}                           | no start and end
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8.0]}}                      | expected VALUE_NUMBER_INT
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [8, 16]}}                       | outside the data
            {"a": {"dtype": "I64", "shape": [1], "data_offsets": [8, 16]}}                       | outside the data
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [9223372036854775799, 9223372036854775807]}} | starts at byte
            {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 99999999999999999999]}}     | out of range
            {"a": {"dtype": "F32", "shape": [3], "data_offsets": [0, 8]}}                        | has 8 bytes
            {"a": {"dtype": "F32", "shape": [-2], "data_offsets": [0, 8]}}                       | negative number
            {"a": {"dtype": "F32", "shape": [4294967296, 4294967296], "data_offsets": [0, 8]}}   | has 8 bytes
            {"a": {"dtype": "F32", "shape": [4611686018427387904], "data_offsets": [0, 0]}}      | has 0 bytes
            {"a": {"dtype": "F32", "shape": [1,1,1,1,1,1,1,1,2], "data_offsets": [0, 8]}}        | more than 8 axes
            {"a": {"dtype": "F32", "shape": 2, "data_offsets": [0, 8]}}                          | expected START_ARRAY
            {"a": {"dtype": "F4", "shape": [1], "data_offsets": [0, 8]}}                         | has 8 bytes
            {"a": {"dtype": "X32", "shape": [2], "data_offsets": [0, 8]}}                        | unknown dtype 'X32'
            {"a": {"shape": [2], "data_offsets": [0, 8]}}                                        | lacks dtype
            {"a": [2]}                                                                           | at 'a'
            {"a": {"dtype": "F32", "shape": [2]                                                  | is broken
            {} {}                                                                                | more than one value
            [1]                                                                                  | at 'its directory'
            not JSON                                                                             | Unrecognized token
            """)
    void brokenDirectoriesAreRefused(String directory, String message) throws IOException {
        Path file = write(directory, directory.length());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("x.safetensors: ")
                .hasMessageContaining(message);
    }

    @Test
    void lengthsThatTheFileDoesNotHaveAreRefused() throws IOException {
        for (long length : new long[] {Long.MIN_VALUE, -1, 0, 1, 11, 1 << 30, Long.MAX_VALUE}) {
            Path file = write("{}", length);
            assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void theOrderOfTheDirectoryIsFreeAndOtherTypesAreNamed() throws IOException {
        String directory = """
                {"late": {"dtype": "F16", "shape": [2], "data_offsets": [4, 8]},
                 "early": {"dtype": "I32", "shape": [1], "data_offsets": [0, 4]}} \s""";
        try (SafetensorsFile file = SafetensorsFile.open(write(directory, directory.length()))) {
            assertThat(file.names()).containsExactly("late");
            assertThatThrownBy(() -> file.shape("early"))
                    .hasMessageContaining("tensor 'early' has type I32; supported: F32, F16, BF16");
            assertThatThrownBy(() -> file.shape("never")).hasMessageContaining("has no tensor 'never'");
        }
    }

    private Path write(String directory, long length) throws IOException {
        byte[] json = directory.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(16 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(
                folder.resolve("x.safetensors"), bytes.putLong(length).put(json).array());
    }
}
