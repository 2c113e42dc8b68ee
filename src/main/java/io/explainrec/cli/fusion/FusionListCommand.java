package io.explainrec.cli.fusion;

import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.embedding.Spaces;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists the spaces that items lie in. */
@Command(
        name = "list",
        description = "Lists the spaces that items lie, lay, or come to lie in, oldest first, and how many items wait.",
        mixinStandardHelpOptions = true)
class FusionListCommand extends ServiceCommand {
    @Override
    protected int run() {
        service(Spaces.class)
                .list()
                .forEach(space -> System.out.printf(
                        Locale.ROOT,
                        "%-24s vectors of length %d, %s%n",
                        space.version().name(),
                        space.version().dimension(),
                        switch (space.state()) {
                            case ACTIVE -> "ACTIVE" + waiting(space.waiting());
                            case INCOMING -> "comes in" + waiting(space.waiting());
                            case PAST -> "past";
                        }));
        return 0;
    }

    private static String waiting(long items) {
        return items == 0 ? "" : String.format(Locale.ROOT, ", %,d items wait for their vectors", items);
    }
}
