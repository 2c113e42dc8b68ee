package io.explainrec.cli;

import io.explainrec.catalog.imports.MovieLensFolder;
import io.explainrec.cli.bench.ImportBench;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures imports; needs services, unlike its sisters. */
@Command(
        name = "import",
        description = "An import of events beside a bare COPY of the same rows.",
        mixinStandardHelpOptions = true)
class ImportBenchCommand extends ServiceCommand {
    @Parameters(description = "A MovieLens folder.")
    private Path path;

    @Option(names = "--repetitions", defaultValue = "5", description = "Runs of each side; default ${DEFAULT-VALUE}.")
    private int repetitions;

    @Override
    protected int run() {
        service(ImportBench.class).run(new MovieLensFolder(path), repetitions, System.out);
        return 0;
    }
}
