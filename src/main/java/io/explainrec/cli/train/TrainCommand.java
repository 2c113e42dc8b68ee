package io.explainrec.cli.train;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ConsoleBar;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.model.BaseModels;
import io.explainrec.cli.model.ThisProgram;
import io.explainrec.cli.model.TrainedModels;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.TextRows;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingJson;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.ml.train.TrainingRun;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fine-tunes the language model on instruction data or on texts, without a container or a database. */
@Command(
        name = "train",
        description = "Trains an adapter of the language model; started again in the same folder it goes on.",
        mixinStandardHelpOptions = true)
public class TrainCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private Source source;

    /** What is learned from: one of the two. */
    private static final class Source {
        @Option(names = "--data", paramLabel = "DIR", description = "Preferences: a folder that 'instructions' wrote.")
        private Path data;

        @Option(
                names = "--text",
                paramLabel = "FILE|DIR",
                description =
                        "Texts: rows of instruction, input and output, as JSON lines or one array; or the folder that"
                                + " 'instructions --format xrec' wrote.")
        private Path text;
    }

    @Option(names = "--licence", paramLabel = "TEXT", description = "Of the texts, for the model's card.")
    private String licence;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The run's folder.")
    private Path out;

    @Option(names = "--config", paramLabel = "FILE", description = "Options as JSON; default: docs/training.md.")
    private Path config;

    @Option(
            names = "--base",
            paramLabel = "FILE|DIR|NAME",
            description = "The base model: a GGUF file, a folder, or a name of 'model add'; default: "
                    + BaseModels.DEFAULT + ".")
    private Path base;

    @Option(
            names = "--fusion",
            paramLabel = "DIR",
            description = "Puts items' vectors into prompts: a folder that 'fusion fit' wrote on the same data set.")
    private Path fusion;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description =
                    "An earlier run, over the same base and of the same 'lora' options, whose adapter this one begins"
                            + " with.")
    private Path from;

    @Option(names = "--threads", description = "Inside an operation; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NumberOption.atLeast("--threads", threads, 1);
        TrainingOptions options = config == null ? TrainingOptions.DEFAULT : TrainingJson.read(config);
        Learned learned = learned();
        Path weights = BaseModels.weights(base);
        Path model = TrainingThread.call(threads, stop -> train(learned, weights, options, stop));
        ModelCard.read(model).reached().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(figure -> spec.commandLine()
                        .getOut()
                        .printf(Locale.ROOT, "RESULT train.valid.%s %.5f%n", figure.getKey(), figure.getValue()));
        spec.commandLine().getOut().println("The model is in " + model + "; evaluate it with 'evaluate --model'.");
        return 0;
    }

    /** What a run learns from. */
    private sealed interface Learned {
        void check(TrainingRun.Setting setting, TrainingRun.Fused fused);

        TrainingRun<?> prepare(TrainingRun.Setting setting, Llama llama, TrainingRun.Fused fused);
    }

    private record Preferences(InstructionFiles files) implements Learned {
        @Override
        public void check(TrainingRun.Setting setting, TrainingRun.Fused fused) {
            TrainingRun.check(setting, files, fused);
        }

        @Override
        public TrainingRun<?> prepare(TrainingRun.Setting setting, Llama llama, TrainingRun.Fused fused) {
            return TrainingRun.prepare(setting, llama, files, fused);
        }
    }

    private record Texts(TextRows rows) implements Learned {
        @Override
        public void check(TrainingRun.Setting setting, TrainingRun.Fused none) {
            TrainingRun.check(setting, rows);
        }

        @Override
        public TrainingRun<?> prepare(TrainingRun.Setting setting, Llama llama, TrainingRun.Fused none) {
            return TrainingRun.prepare(setting, llama, rows);
        }
    }

    private Learned learned() {
        if (source.data != null) {
            if (licence != null) {
                throw new CommandException("--licence is of --text; that of --data stands in its manifest, by"
                        + " 'instructions --licence'");
            }
            return new Preferences(InstructionFiles.open(source.data));
        }
        if (fusion != null) {
            throw new CommandException(
                    "--fusion puts items' vectors into prompts, and --text has no items; leave it out");
        }
        return new Texts(TextRows.open(source.text, licence));
    }

    private Path train(Learned learned, Path weights, TrainingOptions options, BooleanSupplier stop) {
        // All that can be refused is, before a base that may be large is read.
        FusionFolder fused = fusion == null ? null : FusionFolder.open(fusion);
        TrainingRun.Fused vectors = fused == null ? null : new TrainingRun.Fused(fused.pin(), fused.vectors());
        LlamaConfig config = BaseModels.checked(weights, options);
        var setting =
                new TrainingRun.Setting(out, config, BaseModels.card(base, weights), options, ThisProgram.made(), from);
        learned.check(setting, vectors);
        try (Llama llama = Llama.open(weights, options.precision());
                TrainingRun<?> run = learned.prepare(setting, llama, vectors);
                ConsoleBar bar = new ConsoleBar("train", run.steps())) {
            if (stop.getAsBoolean()) { // a large base is read in minutes
                throw new CancelledCall();
            }
            Path model = run.run(bar, stop);
            if (fused != null) {
                fused.copyTo(model.resolve(TrainedModels.FUSION));
            }
            return model;
        }
    }
}
