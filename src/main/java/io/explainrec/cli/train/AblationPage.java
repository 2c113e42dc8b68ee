package io.explainrec.cli.train;

import io.explainrec.ml.ablation.Trials;
import io.explainrec.ml.ablation.Variant;
import io.explainrec.ml.eval.Interval;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.SeededScores;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.Manifest;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.ml.weights.WholeFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** An ablation as a page of Markdown with a plot beside it, to be put among the experiments. */
record AblationPage(
        Report report,
        SeededScores scores,
        List<Variant> variants,
        TrainingOptions options,
        Manifest data,
        Path trials,
        Path folder) {
    private static final String PAGE = "ablation.md";
    private static final String PLOT = "ablation.svg";
    /** The part of what is read in reasons alone. */
    static final String READINGS = "reasons";

    /** Writes both, and gives the page. */
    Path write() {
        Path page = folder.resolve(PAGE);
        WholeFile.write(page, markdown().getBytes(StandardCharsets.UTF_8));
        List<IntervalPlot.Line> lines = variants.stream()
                .map(variant -> new IntervalPlot.Line(variant.name(), interval(variant.name(), "uauc")))
                .toList();
        WholeFile.write(
                folder.resolve(PLOT),
                new IntervalPlot("UAUC by what was trained, with 95% intervals", 0.5, lines)
                        .svg()
                        .getBytes(StandardCharsets.UTF_8));
        return page;
    }

    private String markdown() {
        Report.PartSize size = report.parts().getFirst();
        String head = String.format(
                Locale.ROOT,
                """
                %,d held-out rows of %,d users, %,d of them in UAUC. Trained on %,d rows of at most %d candidates, %d times each, %d seeds; the \
                training part has %,d rows. Intervals resample users; differences are paired.

                | variant | | AUC | UAUC | seeds | less %s | less %s | leans on the user | on the item | steps | UAUC on valid |
                |---|---|---|---|---|---|---|---|---|---|---|
                """,
                size.rows(),
                size.users(),
                size.bothLabels(),
                learnedFrom(options, data),
                data.options().candidates(),
                options.epochs(),
                seeds(),
                data.parts().get(InstructionFiles.TRAIN).rows(),
                Variant.REPLICA,
                Variant.FULL);
        return head + variants.stream().map(this::row).collect(Collectors.joining()) + "\n![UAUC by what was trained]("
                + PLOT + ")\n" + readings();
    }

    /** How many rows every variant learns from. */
    static int learnedFrom(TrainingOptions options, Manifest data) {
        return options.rowsOf(
                data.parts().get(InstructionFiles.TRAIN).rows(options.tasks().crossDomain()));
    }

    /** What the full method's reasons say alone. */
    private String readings() {
        return report.parts().stream()
                .filter(part -> part.part().equals(READINGS))
                .findFirst()
                .map(part -> String.format(Locale.ROOT, """

                        %,d held-out candidates that have a reason, by the full method: p1 has read the history, p2 the candidate and a reason \
                        alone, the data's, its own, or another candidate's.

                        | reading | AUC |
                        |---|---|
                        """, part.rows())
                        + report.measurements().stream()
                                .filter(found -> found.part().equals(READINGS)
                                        && found.metric().equals("auc"))
                                .map(found ->
                                        "| " + found.scorer() + " | " + written(found.interval(), "%.3f") + " |\n")
                                .collect(Collectors.joining()))
                .orElse("");
    }

    private int seeds() {
        return scores.scores().get(Variant.FULL).size();
    }

    private String row(Variant variant) {
        String name = variant.name();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s | %.3f | %.3f | %s | %s |%n",
                name,
                variant.words(),
                written(interval(name, "auc"), "%.3f"),
                written(interval(name, "uauc"), "%.3f"),
                Arrays.stream(scores.bySeed(name))
                        .mapToObj(uauc -> String.format(Locale.ROOT, "%.3f", uauc))
                        .collect(Collectors.joining(" ")),
                written(interval(Measurement.difference(name, Variant.REPLICA), "uauc"), "%+.3f"),
                written(interval(Measurement.difference(name, Variant.FULL), "uauc"), "%+.3f"),
                interval(name, "user-correlation").value(),
                interval(name, "item-correlation").value(),
                reached(variant, "steps", "%.0f"),
                reached(variant, "uauc", "%.3f"));
    }

    private String reached(Variant variant, String figure, String format) {
        if (!variant.trained()) {
            return "";
        }
        return LongStream.range(0, seeds())
                .mapToObj(seed -> ModelCard.read(Trials.model(trials, variant, seed)))
                .map(card -> String.format(Locale.ROOT, format, card.reached().get(figure)))
                .collect(Collectors.joining(" "));
    }

    private static String written(Interval interval, String format) {
        return interval == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        format + " [" + format + ", " + format + "]",
                        interval.value(),
                        interval.low(),
                        interval.high());
    }

    /** Null where there is none. */
    private Interval interval(String scorer, String metric) {
        return report.measurements().stream()
                .filter(found -> !found.part().equals(READINGS)
                        && found.scorer().equals(scorer)
                        && found.metric().equals(metric))
                .map(Measurement::interval)
                .findFirst()
                .orElse(null);
    }
}
