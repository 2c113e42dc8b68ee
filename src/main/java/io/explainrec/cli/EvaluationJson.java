package io.explainrec.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as JSON: what is not defined is null. */
final class EvaluationJson {
    private final ObjectMapper mapper = new ObjectMapper();
    private final Report report;
    private final String source;

    EvaluationJson(Report report, String source) {
        this.report = report;
        this.source = source;
    }

    /** Writes {@code report.json} into a folder. */
    void write(Path folder) {
        ObjectNode root = mapper.createObjectNode();
        root.put("source", source).put("java", Runtime.version().toString());
        root.set("data", mapper.valueToTree(report.data()));
        root.set("settings", mapper.valueToTree(report.settings()));
        root.set("parts", mapper.valueToTree(report.parts()));
        var measurements = root.putArray("measurements");
        for (Measurement m : report.measurements()) {
            ObjectNode node = measurements.addObject();
            node.put("protocol", m.protocol())
                    .put("part", m.part())
                    .put("scorer", m.scorer())
                    .put("metric", m.metric());
            put(node, "low", m.interval().low());
            put(node, "value", m.interval().value());
            put(node, "high", m.interval().high());
        }
        root.set("reliability", mapper.valueToTree(report.reliability()));
        root.set("timings", mapper.valueToTree(report.timings()));
        root.set("notes", mapper.valueToTree(report.notes()));
        Path file = folder.resolve("report.json");
        try {
            Files.createDirectories(folder);
            mapper.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
        } catch (IOException e) {
            throw new CommandException("the report cannot be written to " + file + ": " + e.getMessage()
                    + "; give --report a folder that can be written to");
        }
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
