package io.explainrec.catalog.imports;

import io.explainrec.platform.Folders;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** A zip file that somebody sent. */
final class Archive {
    private static final int MOST_FILES = 200_000;
    private static final int BUFFER = 1 << 16;

    private Archive() {}

    /**
     * Unpacks into a new folder, no more than so many bytes in all, whatever the archive says of itself; without the one folder that all of it
     * may be in.
     *
     * @throws ImportException where it is no zip file, too large, or points outside of itself
     */
    static void unpack(Path zip, Path folder, long mostBytes) {
        try (InputStream file = Files.newInputStream(zip);
                // Names that are not marked as UTF-8 are in any code page; those that are read here are ASCII.
                ZipInputStream entries = new ZipInputStream(file, StandardCharsets.ISO_8859_1)) {
            Files.createDirectories(folder);
            long left = mostBytes;
            int files = 0;
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path to = inside(folder, entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(to.getParent());
                    left -= write(entries, to, left);
                    files++;
                }
                if (left < 0 || files > MOST_FILES) {
                    throw new ImportException("the zip file holds more than " + mostBytes + " bytes or " + MOST_FILES
                            + " files; send it in parts, or use './explainrec import' on the folder");
                }
            }
            if (files == 0) {
                throw new ImportException("the body is no zip file with files in it; send the folder as a zip file");
            }
            Path top = top(folder);
            if (!top.equals(folder)) {
                Path beside = folder.resolveSibling(folder.getFileName() + ".top");
                Files.move(top, beside);
                Folders.delete(folder);
                Files.move(beside, folder);
            }
        } catch (EOFException e) {
            throw new ImportException("the zip file ends too early, as a part of one does; send all of it", e);
        } catch (ZipException e) {
            throw new ImportException("the zip file is broken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ImportException("the zip file cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static Path inside(Path folder, String name) {
        try {
            Path to = folder.resolve(name).normalize();
            if (to.startsWith(folder) && !to.equals(folder)) {
                return to;
            }
        } catch (InvalidPathException e) {
            // As bad as a name that points outside.
        }
        throw new ImportException("the zip file has an entry whose name points outside of it; nothing was imported");
    }

    /** Bytes written; one more than there are left where the entry is longer. */
    private static long write(InputStream in, Path to, long left) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long written = 0;
        try (OutputStream out = Files.newOutputStream(to)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                if (written > left) {
                    return left + 1;
                }
                out.write(buffer, 0, read);
            }
        }
        return written;
    }

    private static Path top(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            List<Path> visible = children.filter(
                            child -> !child.getFileName().toString().equals("__MACOSX"))
                    .toList();
            return visible.size() == 1 && Files.isDirectory(visible.getFirst()) ? visible.getFirst() : folder;
        }
    }
}
