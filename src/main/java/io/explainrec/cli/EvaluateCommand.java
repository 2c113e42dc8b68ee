package io.explainrec.cli;

import io.explainrec.ml.cf.Peers;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.eval.UserResampling;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.LanguageScorer;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.LayerStudy;
import io.explainrec.ml.evidence.fit.LayeredScorer;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures scorers on a data set, without a container or a database. */
@Command(
        name = "evaluate",
        description = "Measures the peers on a data set, in time, by users and by domains, and prints RESULT lines.",
        mixinStandardHelpOptions = true)
class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private EvaluationFormat format;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            description = "The folder, or of tallrec a file too; none for demo, which is generated.")
    private Path path;

    @Option(names = "--report", paramLabel = "DIR", description = "Where report.json is written; made if need be.")
    private Path report;

    @Option(names = "--seed", defaultValue = "0", description = "Of factors and resamples; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--resamples",
            defaultValue = "" + UserResampling.RESAMPLES,
            description = "Resamples of users for each interval; default ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(names = "--threads", description = "Scorers that work at the same time; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--liked-above",
            paramLabel = "RATING",
            description = "A rating above it is a like; default: the data set's own threshold.")
    private Float likedAbove;

    @Option(
            names = "--first",
            paramLabel = "PERCENT",
            defaultValue = "100",
            description =
                    "Takes the first so many percent of the rows alone, in time: for choices that must not see the rest;"
                            + " default ${DEFAULT-VALUE}.")
    private int first;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            paramLabel = "DIR|NAME",
            description =
                    "The language model: a GGUF file, a folder, one that 'train' wrote, or a name of 'model added'; default: the"
                            + " one that serves, as published.")
    private String model;

    @Option(
            names = "--without-models",
            description = "Leaves out the text encoder and the language model, which takes most of the time.")
    private boolean withoutModels;

    @Option(
            names = "--ablations",
            description = "Also measures the layer without each of its sources, as without-SOURCE.")
    private boolean ablations;

    @Option(
            names = "--probe",
            description =
                    "Also asks the language model with titles masked, as llm-masked: what it then loses it knew by heart.")
    private boolean probe;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Of xrec: measures at most so many held-out rows of a file, drawn by the seed; default: all.")
    private int rows = Integer.MAX_VALUE;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Of xrec: another system's texts to be measured too, lines of uid, iid and text.")
    private Path predictions;

    @Override
    public Integer call() {
        Path weights = model == null ? null : ModelAddCommand.path(model); // before anything is computed
        EvaluationJson json = report == null ? null : new EvaluationJson(report);
        if (format == EvaluationFormat.XREC) {
            Report found = explanations(weights);
            new EvaluationTable(found).print(spec.commandLine().getOut());
            if (json != null) {
                json.write(found, format.source(path));
            }
            return 0;
        }
        EvaluationSet data = format.read(path, likedAbove);
        Report found;
        try (EvaluationProgress progress = new EvaluationProgress()) {
            found = run(data, data.dataSet(first), weights, progress);
        } catch (EvaluationException e) {
            throw new CommandException((e.getMessage() + ". " + data.leftOut()).strip());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!data.leftOut().isEmpty()) {
            out.println(data.leftOut());
        }
        new EvaluationTable(found).print(out);
        if (json != null) {
            json.write(found, format.source(path));
        }
        return 0;
    }

    private Report explanations(Path weights) {
        var options = new EvaluateExplanations.Options(rows, resamples, seed, predictions, report);
        List<Path> files = ExplainedFile.files(path);
        try (EvaluationProgress progress = new EvaluationProgress();
                ZeroShotExplanations zeroShot = withoutModels
                        ? null
                        : new ZeroShotExplanations(
                                weights == null
                                        ? Assets.of(Installation.configured()).path(TrainCommand.DEFAULT_BASE)
                                        : weights)) {
            return new EvaluateExplanations(options, zeroShot, progress).run(files);
        } catch (EvaluationException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private static final String ASKED_ONCE =
            "In time, the language model is asked for the global split's frozen rows and the first "
                    + LanguageScorer.RERANKED
                    + " of its rankings; in the other protocols full scores without it";

    private Report run(EvaluationSet set, DataSet data, Path weights, EvaluationProgress progress) {
        var evaluation =
                new Evaluation(new EvaluationSettings(resamples, seed, threads, "mf", "popularity-decay"), progress);
        List<Scorer> scorers = new ArrayList<>(Peers.all(seed));
        Assets assets = Assets.of(Installation.configured());
        DataSet described =
                withoutModels ? data : data.with(EvaluationModels.vectors(assets.path("minilm"), data.items()));
        LayerStudy study = new LayerStudy(described, seed);
        scorers.add(new LayeredScorer("full-without-llm", study, Set.of(), null));
        if (ablations) {
            LayerStudy.sources()
                    .forEach(source ->
                            scorers.add(new LayeredScorer("without-" + source.id(), study, Set.of(source), null)));
        }
        if (withoutModels) {
            return set.evaluate(evaluation, described, scorers).with(study.weights());
        }
        try (EvaluationModels models =
                new EvaluationModels(weights == null ? assets.path(TrainCommand.DEFAULT_BASE) : weights, assets)) {
            LanguageScores language = new LanguageScores(described, models, models.style());
            scorers.add(new LayeredScorer("full", study, Set.of(), language));
            scorers.add(new LanguageScorer("llm", study, language));
            if (probe) {
                scorers.add(new LanguageScorer(
                        "llm-masked", study, new LanguageScores(described.masked(), models, models.style())));
            }
            return set.evaluate(evaluation, described, scorers)
                    .with(study.weights())
                    .with(List.of(ASKED_ONCE));
        }
    }
}
