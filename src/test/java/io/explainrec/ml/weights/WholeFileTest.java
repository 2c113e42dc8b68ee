package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void whatFailsHalfwayLeavesTheFileAsItWas() {
        Path file = folder.resolve("x.json");
        WholeFile.write(file, new byte[] {1, 2});
        assertThatThrownBy(() -> WholeFile.write(file, channel -> {
                    WholeFile.put(channel, ByteBuffer.wrap(new byte[] {3}));
                    throw new IOException("the disk is full");
                }))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("x.json: cannot be written")
                .hasMessageContaining("the disk is full");

        assertThat(file).hasBinaryContent(new byte[] {1, 2});
        assertThat(folder)
                .isDirectoryNotContaining(
                        other -> other.getFileName().toString().endsWith(".new"));
    }

    @Test
    void aFileInTheWorkingFolderNeedsNoFolder() throws IOException {
        Path file = Path.of("target", "whole-file-test").getFileName();
        try {
            WholeFile.write(file, new byte[] {7});
            assertThat(file).hasBinaryContent(new byte[] {7});
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
