package io.explainrec.cli.bench;

import io.explainrec.catalog.imports.MovieLensFolder;
import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.command.ServiceCommand;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures imports; needs services, unlike its sisters, save for long ones. */
@Command(
        name = "import",
        description =
                "An import of events beside a bare COPY of the same rows; or, with --rows, a long one that is killed.",
        mixinStandardHelpOptions = true)
class ImportBenchCommand extends ServiceCommand {
    @Parameters(arity = "0..1", description = "A MovieLens folder.")
    private Path path;

    @Option(names = "--repetitions", defaultValue = "5", description = "Runs of each side; default ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(names = "--rows", description = "Events that are generated and imported in a process of its own.")
    private Long rows;

    @Option(
            names = "--kills",
            defaultValue = "2",
            description = "How often that process is killed; default ${DEFAULT-VALUE}.")
    private int kills;

    @Option(names = "--heap", defaultValue = "256", description = "Its heap in MB; default ${DEFAULT-VALUE}.")
    private int heap;

    @Override
    public Integer call() {
        NumberOption.atLeast("--repetitions", repetitions, 1);
        NumberOption.atLeast("--kills", kills, 0);
        NumberOption.atLeast("--heap", heap, 1);
        if (rows != null) {
            Path program = Path.of(ManagementFactory.getRuntimeMXBean().getClassPath());
            return new LongImportBench(program, rows, kills, heap, System.out).run() ? 0 : 1;
        }
        if (path == null) {
            throw new CommandException("name a MovieLens folder, or --rows for generated events");
        }
        return super.call();
    }

    @Override
    protected int run() {
        service(ImportBench.class).run(new MovieLensFolder(path), repetitions, System.out);
        return 0;
    }
}
