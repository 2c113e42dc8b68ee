package io.explainrec.ml.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all, so that whoever finds it can use it, whatever was killed or lost its power. */
public final class WholeFile {
    /** Writes the content into an open file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private WholeFile() {}

    /** Writes these bytes; see {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] content) {
        write(file, channel -> put(channel, ByteBuffer.wrap(content)));
    }

    /**
     * Writes into {@code <file>.new} first, which is forced to the disk and renamed. A file that is there is replaced, a draft
     * that a killed process left behind too. Two writers of one file must take turns.
     *
     * @throws ModelFileException where the file cannot be written
     */
    public static void write(Path file, Content content) {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            delete(draft, e);
            throw new ModelFileException(file, "cannot be written: " + e, e);
        }
    }

    /** Writes all bytes that are left in the buffer. */
    static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A rename is on the disk once its folder is. */
    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path draft, IOException cause) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
