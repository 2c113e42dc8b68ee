package io.explainrec.ml.instruct;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.explainrec.ml.instruct.TextFiles.TextManifest;
import io.explainrec.ml.text.TextInstruction;
import io.explainrec.ml.weights.ModelHash;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Text instructions to be learned from, as Alpaca's data have them.
 *
 * @param file where they stand
 * @param manifest where they come from
 * @param rows in the order of the file, at least one
 */
public record TextRows(Path file, TextManifest manifest, List<Row> rows) {
    /** Lines without an answer that an error names. */
    private static final int NAMED = 10;

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectReader WHOLE = JSON.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public TextRows {
        rows = List.copyOf(rows);
    }

    /**
     * A row, whose answer is not blank.
     *
     * @param line of the file where it begins, from 1
     */
    public record Row(int line, TextInstruction text) {}

    /**
     * Reads lines of JSON, or one JSON array, of objects with {@code instruction}, {@code output} and perhaps {@code input}; other fields
     * are passed over. What a manifest of {@link TextFiles} beside the rows tells of them counts.
     *
     * @param path a file, or a folder that {@link TextFiles} wrote
     * @param licence of the source; null where it is not known, or where the manifest states it
     * @throws InstructionException naming the line that cannot be read, all lines without an answer, or a manifest that tells of other
     *     rows or of another licence
     */
    public static TextRows open(Path path, String licence) {
        Path file = Files.isDirectory(path) ? path.resolve(TextFiles.TRAIN) : path;
        List<Row> rows = read(file);
        if (rows.isEmpty()) {
            throw new InstructionException(
                    file,
                    "holds no rows; expected lines of {\"instruction\", \"input\", \"output\"}, or one array of them");
        }
        refuseUnanswered(file, rows);
        String sha256 = ModelHash.of(file);
        Optional<TextManifest> told = file.endsWith(TextFiles.TRAIN)
                ? TextFiles.manifest(file.toAbsolutePath().getParent(), sha256)
                : Optional.empty();
        told.ifPresent(manifest -> refuseOther(file, manifest.licence(), licence));
        TextManifest manifest = new TextManifest(
                TextFiles.VERSION,
                told.map(TextManifest::source).orElse(file.getFileName().toString()),
                told.map(TextManifest::licence).orElse(licence),
                told.map(TextManifest::split).orElse("all rows of the file"),
                told.map(TextManifest::rows).orElse(Map.of(InstructionFiles.TRAIN, rows.size())),
                sha256);
        return new TextRows(file, manifest, rows);
    }

    private static void refuseOther(Path file, String stated, String licence) {
        if (stated != null && licence != null && !stated.equals(licence)) {
            throw new InstructionException(
                    file,
                    "has the licence '" + stated + "' in its manifest, and '" + licence
                            + "' is given; leave it out, or write the data anew with it");
        }
    }

    private static void refuseUnanswered(Path file, List<Row> rows) {
        List<Integer> lines = rows.stream()
                .filter(row -> row.text.output().isBlank())
                .map(Row::line)
                .toList();
        if (!lines.isEmpty()) {
            String named = lines.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            throw new InstructionException(
                    file,
                    "has " + lines.size() + " rows whose output is blank, at line " + named
                            + (lines.size() > NAMED ? " and behind" : "") + "; leave them out");
        }
    }

    private static List<Row> read(Path file) {
        String all;
        try {
            all = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InstructionException(file, "is not UTF-8; convert it", e);
        } catch (IOException e) {
            throw new InstructionException(file, "cannot be read: " + e, e);
        }
        try {
            return all.stripLeading().startsWith("[") ? elements(file, all) : lines(file, all);
        } catch (IOException e) {
            throw new InstructionException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<Row> lines(Path file, String all) {
        List<Row> rows = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) all.lines()::iterator) {
            number++;
            if (!line.isBlank()) {
                try {
                    rows.add(row(file, number, WHOLE.readTree(line)));
                } catch (JsonProcessingException e) {
                    throw broken(file, number, e);
                }
            }
        }
        return rows;
    }

    private static List<Row> elements(Path file, String all) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(all)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int line = parser.currentTokenLocation().getLineNr();
                rows.add(row(file, line, parser.readValueAsTree()));
            }
            if (parser.nextToken() != null) {
                int line = parser.currentTokenLocation().getLineNr();
                throw new InstructionException(file, "line " + line + ": goes on behind its array; expected one array");
            }
        } catch (JsonProcessingException e) {
            throw broken(file, e.getLocation().getLineNr(), e);
        }
        return rows;
    }

    private static InstructionException broken(Path file, int line, JsonProcessingException e) {
        return new InstructionException(file, "line " + line + " cannot be read: " + e.getOriginalMessage(), e);
    }

    private static Row row(Path file, int line, JsonNode row) {
        String instruction = row.path("instruction").textValue();
        String output = row.path("output").textValue();
        JsonNode input = row.path("input");
        boolean without = input.isMissingNode() || input.isNull();
        if (instruction == null || instruction.isBlank() || output == null || !(without || input.isTextual())) {
            throw new InstructionException(
                    file,
                    "line " + line
                            + ": expected an object with 'instruction' and 'output' as text, and 'input' as text where there is one");
        }
        return new Row(line, new TextInstruction(instruction, without ? "" : input.textValue(), output));
    }
}
