package io.explainrec.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Generated texts, each written as soon as it is there, so that a run that was interrupted goes on where it was. A text counts only
 * for the very question, model and limit that it answered.
 */
final class TextJournal {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<List<String>, String> byRow = new HashMap<>();

    /**
     * @param file null to keep texts in memory alone
     */
    TextJournal(Path file) {
        this.file = file;
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                read(line);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void read(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (json.path("asked").isTextual() && json.path("text").isTextual()) {
                texts.put(json.get("asked").asText(), json.get("text").asText());
                byRow.put(
                        List.of(json.path("uid").asText(), json.path("iid").asText()),
                        json.get("text").asText());
            }
        } catch (JsonProcessingException e) {
            // The line that a killed run was writing: its text is generated again.
        }
    }

    /** The text, or null where there is none yet. */
    String get(String asked) {
        return texts.get(asked);
    }

    /** The texts that a file held when it was opened, by user and item; of several the last. */
    Map<List<String>, String> byRow() {
        return Map.copyOf(byRow);
    }

    /**
     * Keeps a text.
     *
     * @param asked digest of all that the text depends on
     */
    void put(String asked, String user, String item, String text) {
        texts.put(asked, text);
        if (file == null) {
            return;
        }
        String line = MAPPER.createObjectNode()
                .put("uid", user)
                .put("iid", item)
                .put("asked", asked)
                .put("text", text)
                .toString();
        try {
            // A line's end first: what a killed run left of its last line must not swallow this one.
            Files.writeString(file, "\n" + line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private CommandException unusable(IOException e) {
        return new CommandException("generated texts cannot be kept in " + file + " (" + e.getMessage()
                + "); give a folder that can be written to");
    }
}
