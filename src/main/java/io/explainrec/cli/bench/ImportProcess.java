package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ScratchInstallation;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** This program's {@code import} in a process of its own, to be killed. */
final class ImportProcess {
    private ImportProcess() {}

    /**
     * Starts it.
     *
     * @param folder of CSV files
     * @param heap megabytes
     * @param log takes what the garbage collector did
     */
    static Process start(Path program, ScratchInstallation scratch, Path folder, int heap, Path log) {
        Installation installation = scratch.installation();
        try {
            return new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx" + heap + "m",
                            "-Xlog:gc:file=" + log + "::filecount=0",
                            "-D" + Installation.PROPERTY + "=" + installation.root(),
                            "-D" + Assets.PROPERTY + "="
                                    + Assets.of(Installation.configured()).folder(),
                            "-jar",
                            program.toString(),
                            "import",
                            "--format",
                            "csv",
                            folder.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            scratch.root().resolve("import.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new CommandException("cannot start an import: " + e.getMessage());
        }
    }
}
