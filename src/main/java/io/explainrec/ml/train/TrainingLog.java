package io.explainrec.ml.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.weights.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a run did, as lines of JSON that are read while it runs; {@code step} is the number of steps taken by then. */
public final class TrainingLog {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    public TrainingLog(Path file) {
        this.file = file;
    }

    /**
     * Adds a line.
     *
     * @throws TrainingException where it cannot be written
     */
    public void add(String kind, long step, Consumer<ObjectNode> fields) {
        ObjectNode line = JSON.createObjectNode().put("kind", kind).put("step", step);
        fields.accept(line);
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw TrainingException.notWritten(file, e);
        }
    }

    /** Drops what came after a step, which will be done again; a line that was cut short is dropped too. */
    void backTo(long step) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (at(line) <= step) {
                    kept.add(line);
                }
            }
            WholeFile.write(
                    file,
                    kept.stream()
                            .map(line -> line + "\n")
                            .collect(Collectors.joining())
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long at(String line) {
        try {
            JsonNode step = JSON.readTree(line).path("step");
            return step.asLong(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Figures of the best evaluation, by name, to which more may be added; none before there was one. */
    Map<String, Double> best() {
        Map<String, Double> figures = new TreeMap<>();
        lines("evaluation").stream()
                .filter(line -> line.path(TrainingLoop.BEST).asBoolean())
                .reduce((earlier, later) -> later)
                .ifPresent(line -> line.properties().forEach(field -> {
                    JsonNode value = field.getValue();
                    // Numbers that are none are written as text.
                    if ((value.isNumber() && !"step".equals(field.getKey())) || "NaN".equals(value.textValue())) {
                        figures.put(field.getKey(), value.isNumber() ? value.doubleValue() : Double.NaN);
                    }
                }));
        return figures;
    }

    /** All lines of a kind, in order. */
    List<JsonNode> lines(String kind) {
        List<JsonNode> lines = new ArrayList<>();
        try {
            if (Files.exists(file)) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode read = JSON.readTree(line);
                    if (read.path("kind").asText().equals(kind)) {
                        lines.add(read);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
