package io.explainrec.cli;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Measures explanation texts of each file: templates, other runs' models, another system, and the language model. */
final class EvaluateExplanations {
    private static final String TEMPLATE = "template";

    /** All files. */
    private static final String TOGETHER = "together";

    /**
     * What is asked for.
     *
     * @param rows most held-out rows of a file
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
        if (options.rows < 2) {
            throw new CommandException("--rows is " + options.rows + "; expected at least 2");
        }
        this.options = options;
        this.model = model;
        this.name = name;
        this.progress = progress;
    }

    /** Reads all files before anything is computed. */
    Report run(List<Path> files) {
        Map<List<String>, String> predictions =
                options.predictions == null ? null : ExplainedFile.predictions(options.predictions);
        List<List<ExplainedRow>> rows = files.stream().map(ExplainedFile::read).toList();
        for (int f = 0; f < rows.size(); f++) {
            measure(ExplainedFile.part(files.get(f)), rows.get(f), predictions);
        }
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

    private void measure(String part, List<ExplainedRow> rows, Map<List<String>, String> predictions) {
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
        evaluation.add(TEMPLATE, held.stream().map(templates::constant).toList());
        evaluation.add(
                "template-item", held.stream().map(templates::withItemSummary).toList());
        if (predictions != null) {
            evaluation.add("predictions", predicted(part, held, predictions, options.predictions));
        }
        if (options.against != null) {
            for (KeptTexts other : KeptTexts.of(options.against, part)) {
                if (!other.system().equals(name) || model == null) {
                    evaluation.add(other.system(), predicted(part, held, other.texts(), other.file()));
                }
            }
        }
        if (model != null) { // last, so that the differences are its own against the others
            evaluation.add(name, generated(part, held, templates));
        }
        evaluations.add(evaluation);
        parts.add(new Report.PartSize(ExplanationEvaluation.PROTOCOL, part, held.size(), evaluation.users(), 0));
    }

    private List<String> generated(String part, List<ExplainedRow> rows, Templates templates) {
        TextJournal journal =
                new TextJournal(options.report == null ? null : KeptTexts.file(options.report, part, name));
        return new ModelExplanations(model, options.guidance).texts(rows, templates.opening(), journal, progress, part);
    }

    private static List<String> predicted(
            String part, List<ExplainedRow> rows, Map<List<String>, String> predictions, Path file) {
        List<String> texts = new ArrayList<>();
        for (ExplainedRow row : rows) {
            String text = predictions.get(List.of(row.user(), row.item()));
            if (text == null) {
                throw new CommandException(file + " has no text for uid " + row.user() + " and iid " + row.item()
                        + ", a held-out row of " + part + "; give one for each");
            }
            texts.add(text);
        }
        return texts;
    }
}
