package io.explainrec.platform.assets;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A wheel small enough to read, and its line of a manifest. */
final class SmallWheel {
    static final String NAME = "small-1.0-py3-none-any.whl";

    private SmallWheel() {}

    /** Writes a zip with these entries. */
    static Path write(Path file, Map<String, String> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    static Asset asset(String sha256) {
        return new Asset(
                "small",
                "small",
                "1.0",
                NAME,
                sha256,
                "Apache-2.0",
                List.of("--python-version", "3.11"),
                "small/model.bin",
                "tests");
    }
}
