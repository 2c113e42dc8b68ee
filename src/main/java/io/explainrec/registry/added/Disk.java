package io.explainrec.registry.added;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Large files, put in place without reading them where that is possible. */
public final class Disk {
    private Disk() {}

    /** Puts a file in a place as a second name of the same bytes, or as a copy on another disk; links are followed. */
    static Path linkOrCopy(Path file, Path to) throws IOException {
        Path real = file.toRealPath();
        try {
            Files.createLink(to, real);
        } catch (IOException | UnsupportedOperationException elsewhere) {
            Files.deleteIfExists(to);
            Files.copy(real, to);
        }
        force(to);
        return to;
    }

    /** Waits until a file or a folder's names are on the disk. */
    public static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** SHA-256 of a file, in hexadecimal. */
    static String sha256(Path file) {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException e) {
            throw new AddedModelException(file + " cannot be read: " + e, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
