package io.explainrec.ml.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
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

        assertThatThrownBy(() -> WholeFile.write(file, channel -> {
                    throw new IllegalStateException("no numbers");
                }))
                .hasMessage("no numbers");

        assertThat(file).hasBinaryContent(new byte[] {1, 2});
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void ofTwoWritersAtOnceBothEndAndTheLastOneWins() {
        Path file = folder.resolve("x.json");
        WholeFile.write(file, channel -> {
            WholeFile.put(channel, ByteBuffer.wrap(new byte[] {1, 1, 1}));
            WholeFile.write(file, new byte[] {2});
            assertThat(file).hasBinaryContent(new byte[] {2});
            WholeFile.put(channel, ByteBuffer.wrap(new byte[] {1}));
        });
        assertThat(file).hasBinaryContent(new byte[] {1, 1, 1, 1});
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void draftsOfProcessesThatWereKilledAreDeletedADayLater() throws IOException {
        Path abandoned = Files.createFile(folder.resolve("x.json.123e4567-e89b-12d3-a456-426614174000.new"));
        Path own = Files.createFile(folder.resolve("x.json.mine.new"));
        for (Path old : List.of(abandoned, own)) {
            Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        }
        Path recent = Files.createFile(folder.resolve("x.json.123e4567-e89b-12d3-a456-426614174001.new"));
        WholeFile.write(folder.resolve("x.json"), new byte[] {1});
        assertThat(abandoned).doesNotExist();
        assertThat(recent).exists();
        assertThat(own).exists();
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
