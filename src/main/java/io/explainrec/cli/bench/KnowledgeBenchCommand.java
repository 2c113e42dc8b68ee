package io.explainrec.cli.bench;

import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.platform.installation.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures builds of the knowledge base, in an installation of its own. */
@Command(
        name = "knowledge",
        description =
                "Building the knowledge base of generated interactions, beside one full aggregate query over them.",
        mixinStandardHelpOptions = true)
class KnowledgeBenchCommand extends ServiceCommand {
    private static final int LEAST = 10_000;

    @Option(names = "--rows", defaultValue = "1000000", description = "Interactions; default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--repetitions", defaultValue = "5", description = "Runs of each side; default ${DEFAULT-VALUE}.")
    private int repetitions;

    @Override
    public Integer call() {
        NumberOption.atLeast("--rows", rows, LEAST);
        NumberOption.atLeast("--repetitions", repetitions, 1);
        try (ScratchInstallation scratch = ScratchInstallation.make()) {
            System.setProperty(
                    Installation.PROPERTY, scratch.installation().root().toString());
            return super.call();
        }
    }

    @Override
    protected int run() {
        service(KnowledgeBench.class).run(rows, repetitions, System.out);
        return 0;
    }
}
