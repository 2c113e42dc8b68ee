package io.explainrec.cli.knowledge;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.knowledge.KnowledgeBuilder;
import io.explainrec.knowledge.KnowledgeChange;
import io.explainrec.knowledge.KnowledgeEntry;
import io.explainrec.knowledge.KnowledgeKind;
import io.explainrec.knowledge.KnowledgeSearch;
import io.explainrec.knowledge.KnowledgeService;
import io.explainrec.knowledge.Snapshot;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Snapshots of the preference knowledge base. */
@Command(
        name = "knowledge",
        description =
                "Builds, shows, compares, activates and searches what groups like, and when, and what goes together.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KnowledgeCommand.Build.class,
            KnowledgeCommand.Listing.class,
            KnowledgeCommand.Show.class,
            KnowledgeCommand.Diff.class,
            KnowledgeCommand.Activate.class,
            KnowledgeCommand.Search.class
        })
public class KnowledgeCommand {
    private static final String BY = "command";

    @Command(
            name = "build",
            description = "Builds a snapshot of all interactions; 'knowledge activate' makes it serve.",
            mixinStandardHelpOptions = true)
    static class Build extends ServiceCommand {
        @Option(
                names = "--anew",
                description = "Counts everybody, not only those whose interactions changed; the snapshot is the same.")
        private boolean anew;

        @Override
        protected int run() {
            print(service(KnowledgeBuilder.class).build(BY, anew));
            return 0;
        }
    }

    @Command(name = "list", description = "Lists the snapshots, newest first.", mixinStandardHelpOptions = true)
    static class Listing extends ServiceCommand {
        @Override
        protected int run() {
            List<Snapshot> snapshots = service(KnowledgeService.class).list(null, Integer.MAX_VALUE);
            snapshots.forEach(KnowledgeCommand::print);
            if (snapshots.isEmpty()) {
                System.out.println("There is no snapshot; './explainrec knowledge build' makes one.");
            }
            return 0;
        }
    }

    @Command(name = "show", description = "Shows what a snapshot found.", mixinStandardHelpOptions = true)
    static class Show extends ServiceCommand {
        @Parameters(paramLabel = "ID", description = "One of 'knowledge list'.")
        private String id;

        @Option(names = "--kind", description = "group, association, season, trend or recency alone.")
        private KnowledgeKind kind;

        @Option(names = "--all", description = "Also what does not count as found.")
        private boolean all;

        @Override
        protected int run() {
            KnowledgeService knowledge = service(KnowledgeService.class);
            print(knowledge.get(KnowledgeService.id(id)));
            knowledge.entries(KnowledgeService.id(id), kind, !all).forEach(KnowledgeCommand::print);
            return 0;
        }
    }

    @Command(
            name = "diff",
            description = "What was found in one snapshot and not, or otherwise, in another.",
            mixinStandardHelpOptions = true)
    static class Diff extends ServiceCommand {
        @Parameters(index = "0", paramLabel = "BEFORE")
        private String before;

        @Parameters(index = "1", paramLabel = "AFTER")
        private String after;

        @Override
        protected int run() {
            List<KnowledgeChange> changes =
                    service(KnowledgeService.class).compare(KnowledgeService.id(before), KnowledgeService.id(after));
            for (KnowledgeChange change : changes) {
                if (change.before() != null) {
                    System.out.println("- " + change.before().statement());
                }
                if (change.after() != null) {
                    System.out.println("+ " + change.after().statement());
                }
            }
            System.out.println(changes.size() + " findings differ.");
            return 0;
        }
    }

    @Command(
            name = "activate",
            description = "Makes a snapshot serve, or goes back to the one before.",
            mixinStandardHelpOptions = true)
    static class Activate extends ServiceCommand {
        @Parameters(
                paramLabel = "ID|previous",
                description = "One of 'knowledge list'; 'previous' for the one that served before.")
        private String named;

        @Override
        protected int run() {
            print(service(KnowledgeService.class).activate(named, BY));
            return 0;
        }
    }

    @Command(
            name = "search",
            description = "Searches the active snapshot: by meaning, or for all that is said of a value.",
            mixinStandardHelpOptions = true)
    static class Search extends ServiceCommand {
        @Parameters(arity = "0..1", paramLabel = "TEXT", description = "Anything; the nearest findings are shown.")
        private String text;

        @Option(names = "--domain")
        private String domain;

        @Option(names = "--attribute")
        private String attribute;

        @Option(names = "--value")
        private String value;

        @Option(names = "--count", defaultValue = "10", description = "At most so many; default ${DEFAULT-VALUE}.")
        private int count;

        @Override
        public Integer call() {
            NumberOption.atLeast("--count", count, 1);
            return super.call();
        }

        @Override
        protected int run() {
            KnowledgeSearch search = new KnowledgeSearch(text, domain, attribute, value);
            KnowledgeService knowledge = service(KnowledgeService.class);
            if (knowledge.active().isEmpty()) {
                throw new CommandException(
                        "no snapshot is active; './explainrec knowledge activate ID' makes one serve");
            }
            List<KnowledgeService.Found> found = knowledge.search(search, count);
            found.forEach(each -> {
                System.out.print(each.cosine() == null ? "" : String.format(Locale.ROOT, "%.2f ", each.cosine()));
                print(each.entry());
            });
            if (found.isEmpty()) {
                System.out.println(
                        "Nothing is said of this: too few people had an opinion, or the shop has no such value. Names"
                                + " are written as the shop writes them.");
            }
            return 0;
        }
    }

    private static void print(KnowledgeEntry entry) {
        System.out.printf(
                "%-12s %s%s%n", entry.kind().label(), entry.statement(), entry.sensitive() ? " [demographics]" : "");
    }

    private static void print(Snapshot snapshot) {
        System.out.printf(
                Locale.ROOT,
                "%s %s, asked for %s by %s%s%s%s%n",
                snapshot.id(),
                snapshot.active() ? "ACTIVE" : snapshot.status(),
                snapshot.askedAt(),
                snapshot.askedBy(),
                snapshot.builtAt() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ": %,d findings of %,d entries, from %,d interactions of %,d people",
                                snapshot.findings(),
                                snapshot.entries(),
                                snapshot.interactions(),
                                snapshot.people()),
                snapshot.precedesAnErasure() ? ", before somebody was erased" : "",
                snapshot.message() == null ? "" : ": " + snapshot.message());
    }
}
