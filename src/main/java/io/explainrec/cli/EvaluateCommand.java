package io.explainrec.cli;

import io.explainrec.catalog.imports.ImportFormat;
import io.explainrec.ml.cf.Peers;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.UserResampling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures scorers on a data set, without a container or a database. */
@Command(
        name = "evaluate",
        description = "Measures the peers on a data set, in time and by users, and prints RESULT lines.",
        mixinStandardHelpOptions = true)
class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private ImportFormat format;

    @Parameters(paramLabel = "PATH", description = "The folder.")
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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        EvaluationJson json = report == null ? null : new EvaluationJson(report);
        EvaluationData data = EvaluationData.read(format.open(path), likedAbove);
        Report found;
        try (EvaluationProgress progress = new EvaluationProgress()) {
            var settings = new EvaluationSettings(resamples, seed, threads, "mf", "popularity-decay");
            found = new Evaluation(settings, progress).run(data.interactions(), Peers.all(seed));
        } catch (EvaluationException e) {
            throw new CommandException((e.getMessage() + ". " + data.leftOut()).strip());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (!data.leftOut().isEmpty()) {
            out.println(data.leftOut());
        }
        new EvaluationTable(found).print(out);
        if (json != null) {
            json.write(found, path.toAbsolutePath().normalize().getFileName().toString());
        }
        return 0;
    }
}
