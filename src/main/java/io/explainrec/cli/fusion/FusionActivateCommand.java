package io.explainrec.cli.fusion;

import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.embedding.Spaces;
import io.explainrec.embedding.Spaces.Space;
import io.explainrec.ml.fusion.fit.FusionFolder;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has items found and compared by a fusion's vectors. */
@Command(
        name = "activate",
        description =
                "Has items found and compared by a fusion's vectors: the server embeds all of them beside those that"
                        + " serve, and switches when no item waits.",
        mixinStandardHelpOptions = true)
class FusionActivateCommand extends ServiceCommand {
    @ArgGroup(multiplicity = "1")
    private Which which;

    static final class Which {
        @Parameters(paramLabel = "DIR", description = "A folder that 'fusion fit' wrote; a copy is kept.")
        private Path folder;

        @Option(names = "--text", required = true, description = "Goes back to the vectors of texts alone.")
        private boolean text;
    }

    @Override
    protected int run() {
        Spaces spaces = service(Spaces.class);
        Space space = which.text ? spaces.text() : spaces.fusion(FusionFolder.open(which.folder));
        String name = space.version().name();
        if (space.state() == Spaces.State.ACTIVE) {
            System.out.println(name + " is active.");
        } else {
            System.out.printf(
                    Locale.ROOT,
                    "%s comes in: %,d items wait for their vectors. The server makes them, the running one or the next that is"
                            + " started, and switches when none waits; './explainrec fusion list' says how far it is.%n",
                    name,
                    space.waiting());
        }
        return 0;
    }
}
