package io.explainrec.cli.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.eval.text.ExplainedRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** XRec's rows, one JSON object a line: uid, iid, title, user_summary, item_summary, explanation. */
public final class ExplainedFile {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ExplainedFile() {}

    /** The file, or those of the folder by name. */
    public static List<Path> files(Path path) {
        if (path == null || !Files.exists(path)) {
            throw new CommandException((path == null ? "--format xrec has no PATH" : path + " does not exist")
                    + "; give a file such as amazon.jsonl, or a folder of them");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            List<Path> files = children.filter(file -> file.toString().endsWith(LineFiles.ENDING))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new CommandException(
                        "the folder " + path + " holds no file *" + LineFiles.ENDING + "; give one that does");
            }
            LineFiles.refuseNamesakes(files);
            return files;
        } catch (IOException e) {
            throw new CommandException("cannot read the folder " + path + ": " + e.getMessage());
        }
    }

    /** All rows of a file. */
    public static List<ExplainedRow> read(Path file) {
        List<ExplainedRow> rows = new ArrayList<>();
        for (Line line : lines(file)) {
            rows.add(new ExplainedRow(
                    line.id("uid"),
                    line.id("iid"),
                    line.text("title"),
                    line.text("user_summary"),
                    line.text("item_summary"),
                    line.text("explanation")));
        }
        if (rows.isEmpty()) {
            throw new CommandException(file + " is empty; expected one JSON object a line");
        }
        return rows;
    }

    /** Another system's texts by user and item. */
    public static Map<List<String>, String> predictions(Path file) {
        Map<List<String>, String> texts = new HashMap<>();
        for (Line line : lines(file)) {
            if (texts.putIfAbsent(List.of(line.id("uid"), line.id("iid")), line.text("text")) != null) {
                throw line.fault("repeats uid and iid of an earlier line; give one text for each pair");
            }
        }
        return texts;
    }

    private static List<Line> lines(Path file) {
        List<Line> lines = new ArrayList<>();
        try (Stream<String> texts = Files.lines(file)) {
            int number = 0;
            for (String text : (Iterable<String>) texts::iterator) {
                number++;
                if (!text.isBlank()) {
                    lines.add(Line.of(file, number, text));
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandException(
                    "cannot read " + file + " as UTF-8 text (" + e.getMessage() + "); give a JSONL file");
        }
        return lines;
    }

    private record Line(Path file, int number, JsonNode json) {
        static Line of(Path file, int number, String text) {
            try {
                JsonNode json = MAPPER.readTree(text);
                if (json.isObject()) {
                    return new Line(file, number, json);
                }
            } catch (JsonProcessingException e) {
                // Said below: the parser's words quote the line, which may be long.
            }
            throw new Line(file, number, null).fault("is no JSON object; expected one on each line");
        }

        CommandException fault(String what) {
            return new CommandException(file + ", line " + number + ": " + what);
        }

        /** Numbers are as good as texts: XRec's files have numbers. */
        String id(String field) {
            JsonNode value = json.path(field);
            if (value.isIntegralNumber() || value.isTextual() && !value.asText().isBlank()) {
                return value.asText();
            }
            throw fault(field + " is " + (value.isMissingNode() ? "missing" : value)
                    + "; expected a text or a whole number");
        }

        String text(String field) {
            JsonNode value = json.path(field);
            if (value.isTextual()) {
                return value.asText();
            }
            throw fault(field + " is " + (value.isMissingNode() ? "missing" : value) + "; expected a text");
        }
    }
}
