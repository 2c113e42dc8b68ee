package io.explainrec.cli;

import io.explainrec.catalog.imports.ImportException;
import io.explainrec.ml.adapt.AdaptationException;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.instruct.InstructionException;
import io.explainrec.ml.tensor.DeviceException;
import io.explainrec.ml.text.TokenizerException;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.platform.assets.AssetException;
import io.explainrec.platform.installation.Installation;
import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.postgres.PostgresException;
import io.explainrec.platform.problem.RequestException;
import io.explainrec.registry.added.AddedModelException;
import io.explainrec.registry.trained.KeptModelException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Option;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Commands are plain picocli; one that needs services extends {@link ServiceCommand}, which starts the
 * container for it.
 */
@QuarkusMain
@Command(
        name = "explainrec",
        mixinStandardHelpOptions = true,
        version = "ExplainRec 0.1.0",
        description = "Recommends items and tells the truth about why.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            DoctorCommand.class,
            AssetsCommand.class,
            BackupCommand.class,
            ImportCommand.class,
            DemoCommand.class,
            TokenCommand.class,
            AccountCommand.class,
            BenchCommand.class,
            InstructionsCommand.class,
            FusionCommand.class,
            TrainCommand.class,
            AblateCommand.class,
            AdaptCommand.class,
            EvaluateCommand.class,
            ModelCommand.class,
            KnowledgeCommand.class,
            RehearseCommand.class
        })
public class Main {
    @Option(
            names = "--var",
            scope = CommandLine.ScopeType.INHERIT,
            description = "The installation's folder; default: var/ beside the program.")
    void installation(Path folder) {
        System.setProperty(Installation.PROPERTY, folder.toString());
    }

    public static void main(String[] arguments) {
        // By this thread and first: two threads that set logging up at once wait for each other for ever.
        LogManager.getLogManager();
        System.exit(run(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true), arguments));
    }

    /** Runs a command, whose failure ends in one line where that says what to do; the exit code. */
    static int run(CommandLine line, String... arguments) {
        IExecutionExceptionHandler oneLine = (failure, command, parsed) -> {
            Throwable cause = cause(failure);
            if (cause instanceof OutOfMemoryError error) {
                command.getErr().println("explainrec: " + words(error));
            } else if (isExplained(cause)) {
                command.getErr().println("explainrec: " + cause.getMessage());
            } else {
                failure.printStackTrace(command.getErr());
            }
            return CommandLine.ExitCode.SOFTWARE;
        };
        // All options of a command are longer than a screen, and would hide what is wrong.
        IParameterExceptionHandler wrong = (failure, parsed) -> {
            CommandLine command = failure.getCommandLine();
            command.getErr().println("explainrec: " + failure.getMessage());
            UnmatchedArgumentException.printSuggestions(failure, command.getErr());
            command.getErr().println("./" + command.getCommandSpec().qualifiedName() + " --help says what there is.");
            return CommandLine.ExitCode.USAGE;
        };
        try {
            return line.setExecutionExceptionHandler(oneLine)
                    .setParameterExceptionHandler(wrong)
                    .execute(arguments);
        } catch (OutOfMemoryError error) { // no exception, so picocli lets it through
            line.getErr().println("explainrec: " + words(error));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static String words(OutOfMemoryError error) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return String.format(
                Locale.ROOT,
                "out of memory (%s): a heap of %,d MB is too small for this; EXPLAINREC_JAVA_OPTIONS=-Xmx%dg gives Java more, and"
                        + " where a command has --threads, --threads 1 needs less",
                error.getMessage(),
                megabytes,
                2 * Math.ceilDiv(megabytes, 1024));
    }

    /** Of a failure and its causes what says what to do, or else what is at the bottom: a failure of a start is wrapped. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !isExplained(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Failures whose message says what to do need no stack trace. */
    private static boolean isExplained(Throwable failure) {
        return failure instanceof InstallationException
                || failure instanceof AssetException
                || failure instanceof PostgresException
                || failure instanceof CommandException
                || failure instanceof ArtifactException
                || failure instanceof ModelFileException
                || failure instanceof TokenizerException
                || failure instanceof DeviceException
                || failure instanceof InstructionException
                || failure instanceof TrainingException
                || failure instanceof AdaptationException
                || failure instanceof AddedModelException
                || failure instanceof KeptModelException
                || failure instanceof ImportException
                || failure instanceof ConfigValidationException // names each setting, and what was expected of it
                || failure instanceof RequestException;
    }
}
