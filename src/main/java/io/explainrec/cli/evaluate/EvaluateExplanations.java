package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.data.ExplainedFile;
import io.explainrec.cli.data.LineFiles;
import io.explainrec.cli.instruct.TextJournal;
import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Measurement;
import io.explainrec.ml.eval.Progress;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.text.ExplainedRow;
import io.explainrec.ml.eval.text.ExplanationEvaluation;
import io.explainrec.ml.eval.text.ExplanationSplit;
import io.explainrec.ml.eval.text.Templates;
import io.explainrec.platform.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Measures explanation texts of each file: templates, other runs' models, another system, and the language model. */
public final class EvaluateExplanations {
    private static final String TEMPLATE = "template";

    /** All files. */
    private static final String TOGETHER = "together";

    private static final String OF_THE_LAST =
            "texts of the model that wrote there last count alone: measure it there on these rows";

    /**
     * What is asked for.
     *
     * @param rows most held-out rows of a file, at least 2
     * @param predictions null for none
     * @param against another run's report, whose models' texts are measured too; null for none
     * @param guidance strength for the language model's texts; 0 for none
     * @param report where generated texts are kept; null for nowhere
     */
    record Options(int rows, int resamples, long seed, Path predictions, Path against, double guidance, Path report) {}

    private final Options options;
    private final TextModel model;
    private final String name;
    private final Progress progress;
    private final List<ExplanationEvaluation> evaluations = new ArrayList<>();
    private final List<Report.PartSize> parts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> items = new HashSet<>();
    private final StringBuilder all = new StringBuilder();
    private int read;

    /**
     * @param model null to leave it out
     * @param name what it is called
     */
    EvaluateExplanations(Options options, TextModel model, String name, Progress progress) {
        this.options = options;
        this.model = model;
        this.name = name;
        this.progress = progress;
    }

    /**
     * A file's rows, and all that is measured on them but the language model's own texts.
     *
     * @param held the rows that are measured
     * @param systems texts by row, by system in the order that they are measured in
     */
    private record Part(
            String name,
            List<ExplainedRow> held,
            ExplanationEvaluation evaluation,
            Map<String, List<String>> systems,
            String opening,
            TextJournal journal) {}

    /** Reads all files, and finds all texts that are there, before anything is computed. */
    Report run(List<Path> files) {
        Map<List<String>, String> predictions =
                options.predictions == null ? null : ExplainedFile.predictions(options.predictions);
        List<String> names = files.stream().map(LineFiles::part).toList();
        List<List<ExplainedRow>> rows = files.stream().map(ExplainedFile::read).toList();
        List<Part> prepared = IntStream.range(0, files.size())
                .mapToObj(f -> prepare(names.get(f), rows.get(f), predictions, names))
                .toList();
        prepared.forEach(this::measure);
        notes.add(
                "BLEU as sacrebleu's (13a, exponential smoothing, cased) and ROUGE-L as rouge-score's F1, both times 100; shuffled"
                        + " is the same texts paired with other rows, gap is what is left without it");
        List<Measurement> measurements = new ArrayList<>(evaluations.stream()
                .flatMap(evaluation -> evaluation.measurements().stream())
                .toList());
        if (evaluations.size() > 1) {
            measurements.addAll(ExplanationEvaluation.together(TOGETHER, evaluations));
            parts.add(new Report.PartSize(
                    ExplanationEvaluation.PROTOCOL,
                    TOGETHER,
                    parts.stream().mapToInt(Report.PartSize::rows).sum(),
                    parts.stream().mapToInt(Report.PartSize::users).sum(),
                    0));
            notes.add(TOGETHER + ": the mean over the files, each counting alike");
        }
        String fingerprint = Sha256.hex(all.toString());
        return new Report(
                new DataSummary(read, users.size(), items.size(), 0, read, false, fingerprint),
                new EvaluationSettings(options.resamples, options.seed, 1, TEMPLATE, TEMPLATE),
                parts,
                measurements,
                List.of(),
                List.of(),
                notes);
    }

    private Part prepare(
            String part, List<ExplainedRow> rows, Map<List<String>, String> predictions, List<String> parts) {
        for (ExplainedRow row : rows) {
            users.add(row.user());
            items.add(part + "\t" + row.item());
            all.append(row).append('\n');
        }
        read += rows.size();
        ExplanationSplit whole = ExplanationSplit.of(rows);
        ExplanationSplit split = whole.sampled(options.rows, options.seed);
        List<ExplainedRow> held = split.heldOut();
        ExplanationEvaluation evaluation = new ExplanationEvaluation(part, held, options.resamples, options.seed);
        Templates templates = Templates.fit(split.training());
        notes.add(String.format(
                Locale.ROOT,
                "%s: %,d of %,d held-out rows are measured%s, %,d rows are for training, %,d repeat a user and an item and are left out",
                part,
                held.size(),
                whole.heldOut().size(),
                held.size() < whole.heldOut().size() ? " (a sample, seed " + options.seed + ")" : "",
                split.training().size(),
                split.repeated()));
        Map<String, List<String>> systems = new LinkedHashMap<>();
        systems.put(TEMPLATE, held.stream().map(templates::constant).toList());
        systems.put(
                "template-item", held.stream().map(templates::withItemSummary).toList());
        if (predictions != null) {
            systems.put("predictions", predicted(part, held, predictions, options.predictions, "give one for each"));
        }
        if (options.against != null) {
            for (KeptTexts other : KeptTexts.of(options.against, part, parts)) {
                if (!other.system().equals(name) || model == null) {
                    requireFree(other.system(), systems);
                    systems.put(other.system(), predicted(part, held, other.texts(), other.file(), OF_THE_LAST));
                }
            }
        }
        if (model != null) {
            requireFree(name, systems);
        }
        boolean kept = model != null && options.report != null;
        TextJournal journal = new TextJournal(kept ? KeptTexts.file(options.report, part, name) : null);
        return new Part(part, held, evaluation, systems, templates.opening(), journal);
    }

    private static void requireFree(String system, Map<String, List<String>> systems) {
        if (systems.containsKey(system)) {
            throw new CommandException("two systems are called " + system
                    + "; give --name another, or rename the kept texts of the other run");
        }
    }

    private void measure(Part part) {
        part.systems.forEach(part.evaluation::add);
        if (model != null) { // last, so that the differences are its own against the others
            part.evaluation.add(
                    name,
                    new ModelExplanations(model, options.guidance)
                            .texts(part.held, part.opening, part.journal, progress, part.name));
        }
        evaluations.add(part.evaluation);
        parts.add(new Report.PartSize(
                ExplanationEvaluation.PROTOCOL, part.name, part.held.size(), part.evaluation.users(), 0));
    }

    private static List<String> predicted(
            String part, List<ExplainedRow> rows, Map<List<String>, String> predictions, Path file, String fix) {
        List<String> texts = new ArrayList<>();
        for (ExplainedRow row : rows) {
            String text = predictions.get(List.of(row.user(), row.item()));
            if (text == null) {
                throw new CommandException(file + " has no text for uid " + row.user() + " and iid " + row.item()
                        + ", a held-out row of " + part + "; " + fix);
            }
            texts.add(text);
        }
        return texts;
    }
}
