package io.explainrec.ml.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Opens and closes the channel of a model file. */
final class OpenedFile {
    /** Reads the head of an open file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Path file, FileChannel channel) throws IOException;
    }

    private OpenedFile() {}

    /**
     * What the reader makes of the file; the channel stays open for it, and is closed where it fails.
     *
     * @throws ModelFileException where the file cannot be read, or the reader refuses it
     */
    static <T> T open(Path file, Reader<T> reader) {
        try {
            FileChannel channel = FileChannel.open(file);
            try {
                return reader.read(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e, e);
        }
    }

    static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
