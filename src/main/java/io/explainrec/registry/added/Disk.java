package io.explainrec.registry.added;

import io.explainrec.platform.Folders;
import io.explainrec.platform.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Large files and folders, put in place without reading them where that is possible, and whole. */
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
        Folders.force(to);
        return to;
    }

    /**
     * Deletes a folder. Under its name it is there whole or not at all; what a process that was killed has left of another is
     * deleted with it.
     *
     * @throws IOException where it cannot be; then it is there
     */
    public static void remove(Path folder) throws IOException {
        Path removed = folder.resolveSibling(".removed");
        Folders.delete(removed);
        Files.createDirectory(removed);
        Files.move(folder, removed.resolve(folder.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        Folders.force(folder.getParent());
        Folders.delete(removed);
    }

    /** SHA-256 of a file, in hexadecimal. */
    static String sha256(Path file) {
        try {
            return Sha256.hex(file);
        } catch (IOException e) {
            throw new AddedModelException(file + " cannot be read: " + e, e);
        }
    }
}
