package io.explainrec.registry.trained;

import io.explainrec.platform.Folders;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is named by the hash of what it holds, and is there whole or not at all. */
final class WholeFolder {
    private WholeFolder() {}

    /** Fills a folder. */
    @FunctionalInterface
    interface Filler {
        void fill(Path draft) throws IOException;
    }

    /**
     * Makes a folder: filled under another name, forced to the disk, and renamed. One that is there stays, as its name is that of the
     * content.
     *
     * @throws KeptModelException where it cannot be written
     */
    static void put(Path target, Filler filler) {
        Path parent = target.getParent();
        try {
            Files.createDirectories(parent);
            Path draft = Files.createTempDirectory(parent, ".");
            try {
                filler.fill(draft);
                for (Path path : all(draft)) {
                    Folders.force(path);
                }
                move(draft, target);
                Folders.force(parent);
            } finally {
                Folders.delete(draft);
            }
        } catch (IOException e) {
            throw new KeptModelException(target + " cannot be written: " + e, e);
        }
    }

    private static List<Path> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.toList();
        }
    }

    private static void move(Path draft, Path target) throws IOException {
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException there) {
            // The name is the content's hash.
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }
}
