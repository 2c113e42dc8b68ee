package io.explainrec.cli.train;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ConsoleBar;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.data.DataOptions;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.EvaluationSet;
import io.explainrec.cli.data.PictureFolder;
import io.explainrec.cli.evaluate.EvaluationJson;
import io.explainrec.cli.evaluate.EvaluationTable;
import io.explainrec.cli.knowledge.EvaluationKnowledge;
import io.explainrec.cli.model.BaseModels;
import io.explainrec.cli.model.ThisProgram;
import io.explainrec.ml.ablation.HeldOut;
import io.explainrec.ml.ablation.Trials;
import io.explainrec.ml.ablation.Variant;
import io.explainrec.ml.cf.Means;
import io.explainrec.ml.eval.DataSummary;
import io.explainrec.ml.eval.EvaluationException;
import io.explainrec.ml.eval.EvaluationSettings;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.eval.SeededScores;
import io.explainrec.ml.eval.UserResampling;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.train.TrainingJson;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.ml.train.TrainingRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains the method and less than it, and measures what each part brings, without a container or a database. */
@Command(
        name = "ablate",
        description =
                "Trains the method with and without its parts on the same rows, and compares them on the last tenth in time;"
                        + " started again in the same folder it goes on.",
        mixinStandardHelpOptions = true)
public class AblateCommand implements Callable<Integer> {
    private static final String TRIALS = "trials";

    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private EvaluationFormat format;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the runs and the tables are kept.")
    private Path out;

    @Option(
            names = "--budget",
            defaultValue = "SMALL",
            description = "SMALL shows that it works, within an hour on 2 cores; FULL, 3 seeds, is for conclusions."
                    + " Default ${DEFAULT-VALUE}.")
    private Budget budget;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The full method's options, in place of the budget's.")
    private Path config;

    @Option(names = "--seeds", description = "Times each variant is trained; default: the budget's.")
    private Integer seeds;

    @Option(
            names = "--per-user",
            paramLabel = "N",
            description = "Most held-out rows of a user; default: the budget's.")
    private Integer perUser;

    @Option(
            names = "--variants",
            split = ",",
            paramLabel = "NAME",
            description = "Some of them alone; the replica and the full method are always there.")
    private List<String> variants;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description =
                    "Pictures named by their items' ids, as 12.jpg: the variants with items' vectors are tried too.")
    private Path pictures;

    @Option(
            names = "--knowledge",
            description =
                    "Prompts also say what the preference knowledge base had found before, counted as by 'instructions"
                            + " --knowledge'; " + Variant.WITHOUT_FINDINGS + " is tried too.")
    private boolean knowledge;

    @Option(
            names = "--base",
            paramLabel = "FILE|DIR|NAME",
            description = "The base model: a GGUF file, a folder, or a name of 'model add'; default: "
                    + BaseModels.DEFAULT + ".")
    private Path base;

    @Option(names = "--threads", description = "Inside an operation; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec;

    /** How much is trained and asked. */
    enum Budget {
        SMALL(1, 6, """
                {"rows": 24, "epochs": 1, "batch": 4, "evaluateEvery": 3, "validationUsers": 12}"""),
        FULL(3, 60, """
                {"rows": 480, "epochs": 1, "batch": 4, "evaluateEvery": 30, "validationUsers": 60}""");

        /** What both have in common: rows of sixteen candidates over a short history, which is where a token teaches most. */
        private static final String COMMON = """
                {"precision": "BFLOAT16", "prefixTokens": 200, "suffixTokens": 48, "microTokens": 1400, "warmupSteps": 8, "reasonsPerRow": 2,
                 "patience": 0}""";

        private final int seeds;
        private final int perUser;
        private final String options;

        Budget(int seeds, int perUser, String options) {
            this.seeds = seeds;
            this.perUser = perUser;
            this.options = options;
        }

        TrainingOptions options() {
            return TrainingJson.changed(TrainingJson.changed(TrainingOptions.DEFAULT, COMMON), options);
        }
    }

    @Override
    public Integer call() throws Exception {
        NumberOption.atLeast("--seeds", seeds(), 1);
        NumberOption.atLeast("--per-user", perUser(), 1);
        NumberOption.atLeast("--threads", threads, 1);
        List<Variant> chosen = chosen();
        TrainingOptions options = config == null ? budget.options() : TrainingJson.read(config);
        Path weights = BaseModels.weights(base);
        BaseModels.checked(weights, options);
        if (pictures != null) {
            new PictureFolder(pictures); // refuses what is none
        }
        EvaluationSet set = read();
        DataSet all = data.all(set, format);
        refuseUntimed(all.interactions());
        AblationSources sources = new AblationSources(
                format, data, all.interactions(), out, spec.commandLine().getOut());
        InstructionFiles files = sources.instructions(knowledge);
        List<Variant> tried = learnable(chosen, files);
        HeldOut heldOut = EvaluationKnowledge.with(knowledge, all, 0, known -> heldOut(set, known, files));
        Map<String, TrainingRun.Fused> fusions = sources.fusions(tried, pictures, threads);
        Scored scored =
                TrainingThread.call(threads, stop -> run(files, options, heldOut, tried, fusions, weights, stop));
        SeededScores seeded = scored.heldOut;
        var settings = new EvaluationSettings(UserResampling.RESAMPLES, 0, 1, Variant.REPLICA, null);
        Report report = new Report(
                DataSummary.of(all.interactions()),
                settings,
                Stream.concat(Stream.of(seeded), scored.readings.stream())
                        .map(SeededScores::size)
                        .toList(),
                Stream.concat(
                                seeded.measure(settings, List.of(Variant.REPLICA, Variant.FULL)).stream(),
                                scored.readings.stream().flatMap(read -> read.measure(settings, List.of()).stream()))
                        .toList(),
                List.of(),
                List.of(),
                List.of(String.format(
                        Locale.ROOT,
                        "the means of %d seeds, trained on %,d rows %d times",
                        seeds(),
                        AblationPage.learnedFrom(options, files.manifest()),
                        options.epochs())));
        new EvaluationTable(report).print(spec.commandLine().getOut());
        new EvaluationJson(out).write(EvaluationJson.of(report, format.source(data.path())));
        Path page = new AblationPage(report, seeded, shown(tried), options, files.manifest(), out.resolve(TRIALS), out)
                .write();
        spec.commandLine().getOut().println("The table and the plot are in " + page + ".");
        return 0;
    }

    private static List<Variant> shown(List<Variant> chosen) {
        return Stream.concat(Stream.of(Variant.ITEM_MEAN), chosen.stream()).toList();
    }

    private EvaluationSet read() {
        if (format == EvaluationFormat.TALLREC || format == EvaluationFormat.XREC) {
            throw new CommandException(
                    "--format " + format + " has no users whose interactions follow each other in time; give ratings");
        }
        return data.read(format, spec.commandLine().getOut());
    }

    private static void refuseUntimed(Interactions all) {
        if (all.untimed() > 0) {
            throw new CommandException("what each part brings is measured on the last tenth in time, and "
                    + all.untimed() + " of " + all.size() + " interactions have no time; add the times");
        }
    }

    private HeldOut heldOut(EvaluationSet set, DataSet known, InstructionFiles files) {
        try {
            return HeldOut.of(known, set.reasons(), files.manifest().options(), perUser());
        } catch (EvaluationException e) {
            throw new CommandException(e.getMessage());
        }
    }

    private int perUser() {
        return perUser == null ? budget.perUser : perUser;
    }

    private int seeds() {
        return seeds == null ? budget.seeds : seeds;
    }

    private List<Variant> chosen() {
        if (variants == null) {
            return Variant.ALL.stream()
                    .filter(variant -> variant.vectors() == null || pictures != null)
                    .filter(variant -> knowledge || !variant.name().equals(Variant.WITHOUT_FINDINGS))
                    .toList();
        }
        List<String> known = Variant.ALL.stream().map(Variant::name).toList();
        variants.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new CommandException("there is no variant '" + name + "'; known are " + known);
        });
        if (pictures == null
                && Variant.ALL.stream().anyMatch(v -> v.vectors() != null && variants.contains(v.name()))) {
            throw new CommandException("variants with items' vectors need --pictures DIR, with pictures as 12.jpg");
        }
        if (!knowledge && variants.contains(Variant.WITHOUT_FINDINGS)) {
            throw new CommandException(Variant.WITHOUT_FINDINGS + " needs --knowledge, without which there are none");
        }
        return Variant.ALL.stream()
                .filter(variant -> variants.contains(variant.name())
                        || List.of(Variant.REPLICA, Variant.FULL).contains(variant.name()))
                .toList();
    }

    /** Without the variant that learns ratings where there are none, unless it was asked for by name. */
    private List<Variant> learnable(List<Variant> chosen, InstructionFiles files) {
        if (files.manifest().grades() != null) {
            return chosen;
        }
        if (variants != null && variants.contains(Variant.MULTI_TASK)) {
            throw new CommandException(Variant.MULTI_TASK
                    + " needs ratings, and the data have verdicts alone; leave it out of --variants");
        }
        return chosen.stream()
                .filter(variant -> !variant.name().equals(Variant.MULTI_TASK))
                .toList();
    }

    /**
     * @param readings what the full method reads in reasons alone; empty where none is known
     */
    private record Scored(SeededScores heldOut, Optional<SeededScores> readings) {}

    private Scored run(
            InstructionFiles files,
            TrainingOptions options,
            HeldOut heldOut,
            List<Variant> chosen,
            Map<String, TrainingRun.Fused> fusions,
            Path weights,
            BooleanSupplier stop) {
        Map<String, List<double[]>> scores = new LinkedHashMap<>();
        Scorer itemMean = new Means(Variant.ITEM_MEAN.name(), false, true);
        scores.put(itemMean.name(), List.of(itemMean.fit(heldOut.past()).state().score(heldOut.rows())));
        try (Llama llama = Llama.open(weights, options.precision());
                Bar bar = new Bar(stop)) {
            Trials trials = new Trials(
                    out.resolve(TRIALS),
                    llama,
                    BaseModels.card(base, weights),
                    files,
                    options,
                    ThisProgram.made(),
                    fusions,
                    heldOut);
            trials.check(chosen, seeds());
            for (Variant variant : chosen) {
                scores.put(
                        variant.name(),
                        LongStream.range(0, variant.trained() ? seeds() : 1)
                                .mapToObj(seed -> trials.scores(variant, seed, bar))
                                .toList());
            }
            return new Scored(
                    new SeededScores("all", heldOut.past(), heldOut.rows(), scores),
                    readings(trials, heldOut.past(), bar));
        }
    }

    private Optional<SeededScores> readings(Trials trials, Interactions past, Bar bar) {
        Variant full = Variant.ALL.getLast();
        List<Trials.Readings> bySeed = LongStream.range(0, seeds())
                .mapToObj(seed -> trials.readings(full, seed, bar))
                .flatMap(Optional::stream)
                .toList();
        Map<String, List<double[]>> scores = new LinkedHashMap<>();
        bySeed.forEach(read -> read.scores()
                .forEach((name, logits) ->
                        scores.computeIfAbsent(name, n -> new ArrayList<>()).add(logits)));
        return bySeed.stream()
                .findFirst()
                .map(read -> new SeededScores(AblationPage.READINGS, past, read.rows(), scores));
    }

    /** A bar for each thing that is begun. */
    private static final class Bar implements Trials.Progress, AutoCloseable {
        private final BooleanSupplier stop;
        private ConsoleBar current;

        Bar(BooleanSupplier stop) {
            this.stop = stop;
        }

        @Override
        public boolean stops() {
            return stop.getAsBoolean();
        }

        @Override
        public LongConsumer begin(String what, long parts) {
            close();
            current = new ConsoleBar(what, parts);
            return current;
        }

        @Override
        public void close() {
            if (current != null) {
                current.close();
            }
        }
    }
}
