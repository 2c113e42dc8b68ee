package io.explainrec.ml.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes a file whole or not at all, so that whoever finds it can use it, whatever was killed or lost its power. */
public final class WholeFile {
    private static final String DRAFT = ".new";

    /** No write of one file takes so long. */
    private static final Duration ABANDONED = Duration.ofDays(1);

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
     * Writes into a draft beside the file first, which is forced to the disk and renamed. A file that is there is replaced. Each
     * writer has a draft of its own: of several at the same time, the one that ends last wins.
     *
     * @throws ModelFileException where the file cannot be written; no draft is left then
     */
    public static void write(Path file, Content content) {
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + DRAFT);
        try {
            try (FileChannel channel =
                    FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            deleteAbandoned(file, draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be written: " + e, e);
        } finally {
            delete(draft); // where it was not renamed, whatever was thrown
        }
    }

    /** Drafts that killed processes left: those of the file that are more than a day older than the one that is there now. */
    private static void deleteAbandoned(Path file, Path draft) throws IOException {
        Instant before = Files.getLastModifiedTime(draft).toInstant().minus(ABANDONED);
        Pattern drafts = Pattern.compile(Pattern.quote(file.getFileName() + ".") + "[0-9a-f-]{36}" + DRAFT);
        try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
            siblings.filter(path ->
                            drafts.matcher(path.getFileName().toString()).matches())
                    .filter(path -> path.toFile().lastModified() < before.toEpochMilli())
                    .forEach(WholeFile::delete);
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

    private static void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // It is in nobody's way, and what was thrown before counts more: a later write tries again.
        }
    }
}
