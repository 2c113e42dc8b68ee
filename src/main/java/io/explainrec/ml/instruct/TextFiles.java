package io.explainrec.ml.instruct;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.Sha256;
import io.explainrec.ml.text.TextInstruction;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder of text instructions, as Alpaca's data have them: {@code train.jsonl} of one {@code {"instruction", "input", "output"}} a line, and
 * {@code manifest.json}.
 */
public final class TextFiles {
    public static final String TRAIN = "train.jsonl";
    private static final String MANIFEST = "manifest.json";
    static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * What the file holds.
     *
     * @param version of this format
     * @param source the data set's name
     * @param licence of the source where it is known; null otherwise
     * @param split in words
     * @param rows by part of the source
     * @param sha256 of the file, in hexadecimal
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TextManifest(
            int version, String source, String licence, String split, Map<String, Integer> rows, String sha256) {
        public TextManifest {
            rows = Map.copyOf(rows);
        }
    }

    private TextFiles() {}

    /**
     * Writes a folder; the manifest last, so that a folder with one is whole.
     *
     * @param parts rows by part of the source, which are written in the order of the parts' names
     * @throws InstructionException where there are no rows, or the folder cannot be written
     */
    public static TextManifest write(
            Path folder, String source, String licence, String split, Map<String, List<TextInstruction>> parts) {
        StringBuilder lines = new StringBuilder();
        Map<String, Integer> rows = new TreeMap<>();
        try {
            for (var part : new TreeMap<>(parts).entrySet()) {
                for (TextInstruction row : part.getValue()) {
                    lines.append(JSON.writeValueAsString(row)).append('\n');
                }
                rows.put(part.getKey(), part.getValue().size());
            }
            if (lines.isEmpty()) {
                throw new InstructionException(folder, "would hold no rows; give a source that has rows for training");
            }
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(MANIFEST));
            WholeFile.write(folder.resolve(TRAIN), bytes);
            TextManifest manifest = new TextManifest(VERSION, source, licence, split, rows, Sha256.hex(bytes));
            WholeFile.write(
                    folder.resolve(MANIFEST),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            return manifest;
        } catch (IOException e) {
            throw new InstructionException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * What a folder says of its rows; empty where it says nothing.
     *
     * @param sha256 of the rows that are there
     * @throws InstructionException where it cannot be read, or tells of other rows
     */
    static Optional<TextManifest> manifest(Path folder, String sha256) {
        Path file = folder.resolve(MANIFEST);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        TextManifest manifest;
        try {
            manifest = JSON.readValue(file.toFile(), TextManifest.class);
        } catch (IOException e) {
            throw new InstructionException(file, "cannot be read: " + e.getMessage(), e);
        }
        if (manifest.version() != VERSION || !sha256.equals(manifest.sha256())) {
            throw new InstructionException(
                    file,
                    "has version " + manifest.version() + " and tells of " + TRAIN + " with SHA-256 "
                            + manifest.sha256() + "; expected version " + VERSION + " and " + sha256
                            + ": write the folder anew");
        }
        return Optional.of(manifest);
    }
}
