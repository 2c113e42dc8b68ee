package io.explainrec.cli.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.cli.command.CommandException;
import io.explainrec.evaluation.EvaluationReport;
import io.explainrec.evaluation.ReportReader;
import io.explainrec.evaluation.page.ReportPage;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Report;
import io.explainrec.platform.problem.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A report as JSON, where what is not defined is null, and as a page. */
public final class EvaluationJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path file;

    /**
     * Makes the folder, so that one that cannot be made is known before the work is done.
     */
    public EvaluationJson(Path folder) {
        file = folder.resolve("report.json");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Writes {@code report.json}, and {@code report.html}, which shows the same to people.
     *
     * @param root of {@link #of}
     */
    public void write(ObjectNode root) {
        try {
            MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
            Files.writeString(file.resolveSibling("report.html"), new ReportPage().file(read(root)));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * What a report says first, in sentences.
     *
     * @param root of {@link #of}
     */
    static List<String> findings(ObjectNode root) {
        return ReportPage.findings(read(root));
    }

    private static EvaluationReport read(ObjectNode root) {
        try {
            return ReportReader.read(root);
        } catch (InvalidInput e) {
            throw new CommandException("no page can be made of the report: " + e.getMessage());
        }
    }

    /**
     * A report as JSON.
     *
     * @param source name of the data set
     */
    public static ObjectNode of(Report report, String source) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("source", source).put("java", Runtime.version().toString());
        root.set("data", MAPPER.valueToTree(report.data()));
        ObjectNode settings = MAPPER.valueToTree(report.settings());
        settings.remove(List.of("simple", "wholes")); // the names of the differences say which they are
        root.set("settings", settings);
        root.set("parts", MAPPER.valueToTree(report.parts()));
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
        root.set("reliability", MAPPER.valueToTree(report.reliability()));
        root.set("timings", MAPPER.valueToTree(report.timings()));
        root.set("notes", MAPPER.valueToTree(report.notes()));
        return root;
    }

    private CommandException unwritable(IOException e) {
        return new CommandException("the report cannot be written to " + file + " (" + e
                + "); give --report a folder that can be written to");
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isNaN(value)) {
            node.putNull(name);
        } else {
            node.put(name, value);
        }
    }
}
