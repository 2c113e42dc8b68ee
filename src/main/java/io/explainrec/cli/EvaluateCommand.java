package io.explainrec.cli;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.imports.ImportFormat;
import io.explainrec.catalog.imports.ImportSource;
import io.explainrec.catalog.imports.Row;
import io.explainrec.ml.cf.Peers;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.UserResampling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
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

    @Spec
    private CommandSpec spec;

    private long refused;

    @Override
    public Integer call() {
        try (EvaluationProgress progress = new EvaluationProgress()) {
            Interactions data = read(format.open(path));
            var settings = new EvaluationSettings(resamples, seed, threads, "mf", "popularity-decay");
            Report found = new Evaluation(settings, progress).run(data, Peers.all(seed));
            progress.close();
            if (report != null) {
                new EvaluationJson(
                                found,
                                path.toAbsolutePath().normalize().getFileName().toString())
                        .write(report);
            }
            PrintWriter out = spec.commandLine().getOut();
            if (refused > 0) {
                out.printf(
                        Locale.ROOT,
                        "%,d rows are no interaction with user, item and a verdict, and were left out.%n",
                        refused);
            }
            new EvaluationTable(found).print(out);
            return 0;
        } catch (EvaluationException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private Interactions read(ImportSource source) {
        InteractionsBuilder builder = new InteractionsBuilder();
        Domain.Input domain = source.domain();
        Float threshold = domain == null ? null : domain.likeThreshold();
        source.read(
                row -> {
                    switch (row) {
                        case Row.OfInteraction event -> add(builder, event, threshold);
                        case Row.Refused bad -> refused++;
                        case Row.OfItem item -> {}
                        case Row.OfUser user -> {}
                    }
                },
                done -> {});
        return builder.build();
    }

    private void add(InteractionsBuilder builder, Row.OfInteraction event, Float threshold) {
        Float rating = event.rating();
        Boolean liked = event.liked();
        if (liked == null && rating != null && threshold != null) {
            liked = rating > threshold;
        }
        boolean named = isNamed(event.user()) && isNamed(event.item());
        if (liked == null || !named || (rating != null && !Float.isFinite(rating))) {
            refused++;
            return;
        }
        builder.add(event.user(), event.item(), liked, rating == null ? Float.NaN : rating, event.at());
    }

    private static boolean isNamed(String id) {
        return id != null && !id.isBlank();
    }
}
