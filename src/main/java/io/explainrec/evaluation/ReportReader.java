package io.explainrec.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.evaluation.EvaluationReport.Bin;
import io.explainrec.evaluation.EvaluationReport.Figure;
import io.explainrec.evaluation.EvaluationReport.Part;
import io.explainrec.evaluation.EvaluationReport.Reliability;
import io.explainrec.evaluation.EvaluationReport.Timing;
import io.explainrec.platform.problem.Faults;
import io.explainrec.platform.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads a report, and names every field that is wrong, up to a number of them that a person still reads. */
public final class ReportReader {
    private static final int MOST_FIGURES = 50_000;
    private static final int MOST_OF_OTHERS = 2_000;
    private static final int MOST_FAULTS = 20;

    private final Faults faults = new Faults();

    private ReportReader() {}

    /**
     * The report that this JSON holds.
     *
     * @throws InvalidInput with each wrong field, what was expected of it, and what came
     */
    public static EvaluationReport read(JsonNode json) {
        return new ReportReader().report(json);
    }

    private EvaluationReport report(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new InvalidInput("body", "is no report; send the report.json that './explainrec evaluate' wrote");
        }
        ReportFields root = new ReportFields("", json, faults);
        EvaluationReport report = new EvaluationReport(
                root.name("source"),
                root.name("java"),
                root.facts("data", "rows", "users", "items", "likes"),
                root.facts("settings"),
                list(root, "parts", MOST_OF_OTHERS, ReportReader::part),
                list(root, "measurements", MOST_FIGURES, ReportReader::figure),
                list(root, "reliability", MOST_OF_OTHERS, this::reliability),
                list(root, "timings", MOST_OF_OTHERS, ReportReader::timing),
                root.texts("notes", MOST_OF_OTHERS),
                root.others(
                        "source",
                        "java",
                        "data",
                        "settings",
                        "parts",
                        "measurements",
                        "reliability",
                        "timings",
                        "notes"));
        if (faults.isEmpty()) {
            faults.check(!report.measurements().isEmpty(), "measurements", "is empty; expected at least one");
        }
        if (faults.errors().size() > MOST_FAULTS) {
            throw new InvalidInput(faults.errors().subList(0, MOST_FAULTS));
        }
        faults.throwIfAny();
        return report;
    }

    private static Part part(ReportFields fields) {
        fields.knows("protocol", "part", "rows", "users", "bothLabels");
        return new Part(
                fields.name("protocol"),
                fields.name("part"),
                fields.count("rows"),
                fields.count("users"),
                fields.count("bothLabels"));
    }

    private static Figure figure(ReportFields fields) {
        fields.knows("protocol", "part", "scorer", "metric", "low", "value", "high");
        Figure figure = new Figure(
                fields.name("protocol"),
                fields.name("part"),
                fields.name("scorer"),
                fields.name("metric"),
                fields.numberOrNull("low"),
                fields.numberOrNull("value"),
                fields.numberOrNull("high"));
        // The figure itself may lie outside: resamples of a calibration error are larger than it.
        fields.check(
                Double.isNaN(figure.low()) == Double.isNaN(figure.high()) && !(figure.low() > figure.high()),
                "low",
                "is " + figure.low() + " and high is " + figure.high()
                        + "; expected an interval, or null for both where there is none");
        return figure;
    }

    private Reliability reliability(ReportFields fields) {
        fields.knows("protocol", "scorer", "bins");
        return new Reliability(
                fields.name("protocol"), fields.name("scorer"), list(fields, "bins", 100, ReportReader::bin));
    }

    private static Bin bin(ReportFields fields) {
        fields.knows("from", "to", "rows", "said", "found");
        return new Bin(
                fields.number("from", 0, 1),
                fields.number("to", 0, 1),
                fields.count("rows"),
                fields.number("said", 0, 1),
                fields.number("found", 0, 1));
    }

    private static Timing timing(ReportFields fields) {
        fields.knows("scorer", "fitSeconds", "scoreSeconds");
        return new Timing(
                fields.name("scorer"),
                fields.number("fitSeconds", 0, Double.MAX_VALUE),
                fields.number("scoreSeconds", 0, Double.MAX_VALUE));
    }

    private <T> List<T> list(ReportFields fields, String name, int most, Function<ReportFields, T> read) {
        List<T> items = new ArrayList<>();
        for (ReportFields item : fields.objects(name, most)) {
            // Past that many nobody reads on, and a body of nothing but faults would make an answer as large.
            if (faults.errors().size() > MOST_FAULTS) {
                break;
            }
            items.add(read.apply(item));
        }
        return List.copyOf(items);
    }
}
