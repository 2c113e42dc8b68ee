package io.explainrec.cli.instruct;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.cli.command.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Generated texts, each written as soon as it is there, so that a run that was interrupted goes on where it was. A text counts only
 * for the very question, model and limit that it answered.
 */
public final class TextJournal {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;
    private final Map<String, String> texts = new HashMap<>();
    private final Set<Entry> lines = new LinkedHashSet<>();
    private String newest = "";

    /**
     * A text, as a line of the file has it.
     *
     * @param by what wrote it, and how: weights, way of asking, limits; empty in files of before this was kept
     * @param asked digest of all that the text depends on
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Entry(String by, String uid, String iid, String asked, String text) {
        public Entry {
            by = by == null ? "" : by;
            uid = uid == null ? "" : uid;
            iid = iid == null ? "" : iid;
        }
    }

    /**
     * @param file null to keep texts in memory alone
     */
    public TextJournal(Path file) {
        this.file = file;
        if (file == null || !Files.exists(file)) {
            return;
        }
        try {
            // A killed run may have ended inside a character; what cannot be decoded must not hide the lines before.
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().forEach(this::read);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void read(String line) {
        try {
            Entry entry = MAPPER.readValue(line, Entry.class);
            if (entry != null && entry.asked != null && entry.text != null) {
                add(entry);
            }
        } catch (JsonProcessingException e) {
            // The line that a killed run was writing: its text is generated again.
        }
    }

    private void add(Entry entry) {
        texts.put(entry.asked, entry.text);
        lines.remove(entry); // to its place at the end
        lines.add(entry);
        newest = entry.by;
    }

    /** The text, or null where there is none yet. */
    public String get(String asked) {
        return texts.get(asked);
    }

    /**
     * The texts by user and item: those alone of what wrote the last line, and of several the last. Lines that do not say what wrote
     * them count as written by one.
     */
    public Map<List<String>, String> byRow() {
        Map<List<String>, String> rows = new HashMap<>();
        lines.stream()
                .filter(entry -> entry.by.equals(newest))
                .forEach(entry -> rows.put(List.of(entry.uid, entry.iid), entry.text));
        return rows;
    }

    /** Keeps a text. One that is there is written again only where another's stand behind it, so that the last ones are the newest. */
    public void put(Entry entry) {
        if (lines.contains(entry) && entry.by.equals(newest)) {
            return;
        }
        add(entry);
        if (file == null) {
            return;
        }
        try {
            String line = MAPPER.writeValueAsString(entry);
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
