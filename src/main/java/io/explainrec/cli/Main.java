package io.explainrec.cli;

import io.explainrec.cli.bench.BenchCommand;
import io.explainrec.cli.catalog.DemoCommand;
import io.explainrec.cli.catalog.ImportCommand;
import io.explainrec.cli.command.Failures;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.cli.evaluate.EvaluateCommand;
import io.explainrec.cli.fusion.FusionCommand;
import io.explainrec.cli.identity.AccountCommand;
import io.explainrec.cli.identity.TokenCommand;
import io.explainrec.cli.instruct.InstructionsCommand;
import io.explainrec.cli.knowledge.KnowledgeCommand;
import io.explainrec.cli.model.ModelCommand;
import io.explainrec.cli.server.AssetsCommand;
import io.explainrec.cli.server.BackupCommand;
import io.explainrec.cli.server.DoctorCommand;
import io.explainrec.cli.server.DownCommand;
import io.explainrec.cli.server.RehearseCommand;
import io.explainrec.cli.server.UpCommand;
import io.explainrec.cli.train.AblateCommand;
import io.explainrec.cli.train.AdaptCommand;
import io.explainrec.cli.train.TrainCommand;
import io.explainrec.platform.installation.Installation;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
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
            Throwable cause = Failures.cause(failure);
            if (cause instanceof OutOfMemoryError error) {
                command.getErr().println("explainrec: " + Failures.words(error));
            } else if (Failures.isExplained(cause)) {
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
            line.getErr().println("explainrec: " + Failures.words(error));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
