package io.explainrec.cli.fusion;

import io.explainrec.ml.fusion.fit.FusionFolder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a fusion is and where it comes from. */
@Command(
        name = "show",
        description = "Shows what a fusion is, what it reached, and what weighs how much in which category.",
        mixinStandardHelpOptions = true)
class FusionShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A folder that 'fusion fit' wrote.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        new FusionTable(FusionFolder.open(folder).card())
                .print(spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
