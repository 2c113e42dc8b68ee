package io.explainrec.cli.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.data.DataOptions;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.EvaluationSet;
import io.explainrec.cli.data.ExplainedFile;
import io.explainrec.cli.model.BaseModels;
import io.explainrec.cli.model.ModelAddCommand;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.UserResampling;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures scorers on a data set, or explanation texts, without a container or a database. */
@Command(
        name = "evaluate",
        description =
                "Measures the decision layer, a language model or explanation texts beside simple scorers on a data set, and prints RESULT lines.",
        mixinStandardHelpOptions = true)
public class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private EvaluationFormat format;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where report.json and report.html are written; made if need be.")
    private Path report;

    @Option(names = "--seed", defaultValue = "0", description = "Of factors and resamples; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--resamples",
            defaultValue = "" + UserResampling.RESAMPLES,
            description = "Resamples of users for each interval; default ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(
            names = "--model",
            paramLabel = "DIR|NAME",
            description =
                    "The language model: a GGUF file, a folder, one that 'train' wrote, or a name of 'model added'; default:"
                            + " SmolLM2 as published, whichever serves.")
    private String model;

    @Option(
            names = "--without-models",
            description = "Leaves out the text encoder and the language model, which takes most of the time.")
    private boolean withoutModels;

    @Mixin
    private RankingOptions ranking;

    @Mixin
    private ExplanationOptions explanation;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        refuseOptionsOfOthers();
        refuseOptionsOfNoModel();
        NumberOption.atLeast("--resamples", resamples, 1);
        ranking.check();
        Path weights = model == null ? null : ModelAddCommand.path(model); // before anything is computed
        EvaluationJson json = report == null ? null : new EvaluationJson(report);
        Report found = format == EvaluationFormat.XREC ? explanations(weights) : rankings(weights);
        PrintWriter out = spec.commandLine().getOut();
        new EvaluationTable(found).print(out);
        ObjectNode root = EvaluationJson.of(found, format.source(data.path()));
        if (json != null) { // before it is summed up, so that the work is not lost whatever it says
            json.write(root);
        }
        List<String> findings = EvaluationJson.findings(root);
        if (!findings.isEmpty()) { // last, so that people find it on their screen
            out.printf("%nIn short:%n");
            findings.forEach(finding -> out.println("  " + finding));
        }
        if (json != null) {
            out.printf("%nThe report is in %s.%n", report);
        }
        out.flush();
        return 0;
    }

    /** An option that is given and does nothing would be taken for one that did. */
    private void refuseOptionsOfOthers() {
        boolean texts = format == EvaluationFormat.XREC;
        if (texts) {
            data.refuseLikedAbove("--format xrec, which is of texts");
        }
        List<String> idle = spec.mixins().get(texts ? "ranking" : "explanation").options().stream()
                .filter(option -> spec.commandLine().getParseResult().hasMatchedOption(option.longestName()))
                .map(option -> option.longestName())
                .toList();
        if (!idle.isEmpty()) {
            throw new CommandException(String.join(" and ", idle) + " say nothing to --format " + format + ", "
                    + (texts ? "which is of texts" : "which is of interactions") + "; leave them out");
        }
    }

    /** The same of what is asked of a language model that is left out. */
    private void refuseOptionsOfNoModel() {
        List<String> idle = Stream.of(model == null ? null : "--model", ranking.probe() ? "--probe" : null)
                .filter(Objects::nonNull)
                .toList();
        if ((withoutModels || ranking.withoutLlm()) && !idle.isEmpty()) {
            throw new CommandException(String.join(" and ", idle) + " say nothing to "
                    + (withoutModels ? "--without-models" : "--without-llm")
                    + ", which leaves the language model out; give one or the other");
        }
    }

    private Report rankings(Path weights) {
        if (withoutModels && ranking.pictures() != null) {
            throw new CommandException(
                    "--pictures needs encoders, which --without-models leaves out; give --without-llm in its place");
        }
        EvaluationSet set = data.read(format, spec.commandLine().getOut());
        refuseNewcomersWithoutTimes(set);
        Report found;
        try (EvaluationProgress progress = new EvaluationProgress()) {
            EvaluateRankings rankings = new EvaluateRankings(
                    ranking, resamples, seed, progress, spec.commandLine().getOut());
            if (withoutModels) {
                found = rankings.withoutModels(set);
            } else {
                found = ranking.withoutLlm() ? rankings.withTexts(set) : rankings.withModels(set, weights);
            }
        } catch (EvaluationException e) {
            throw new CommandException((e.getMessage() + ". " + set.leftOut()).strip());
        }
        return found;
    }

    /** Who is new, and what, only times say. */
    private void refuseNewcomersWithoutTimes(EvaluationSet set) {
        int untimed = ranking.asked() == 0 ? 0 : set.dataSet(100).interactions().untimed();
        if (untimed > 0) {
            throw new CommandException("--newcomers says nothing to data without times, and " + untimed
                    + " interactions have none; leave it out");
        }
    }

    private Report explanations(Path weights) {
        List<Path> files = ExplainedFile.files(data.path());
        Assets assets = Assets.of(Installation.configured());
        String name =
                explanation.name(weights != null && TrainedModel.in(weights).isPresent());
        var options = new EvaluateExplanations.Options(
                explanation.rows(),
                resamples,
                seed,
                explanation.predictions(),
                explanation.against(),
                explanation.guidance(),
                report);
        try (EvaluationProgress progress = new EvaluationProgress();
                TextModel asked = withoutModels
                        ? null
                        : new TextModel(
                                weights == null ? assets.path(BaseModels.DEFAULT) : weights, explanation.asked())) {
            return new EvaluateExplanations(options, asked, name, progress).run(files);
        } catch (EvaluationException e) {
            throw new CommandException(e.getMessage());
        }
    }
}
