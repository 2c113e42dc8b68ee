package io.explainrec.cli;

import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.recommend.layer.LayerService;
import io.explainrec.recommend.layer.StoredLayer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Fitted decision layers, and language models that were added. */
@Command(
        name = "model",
        description = "Fits, lists, shows and activates decision layers; adds language models.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelCommand.Activate.class,
            ModelCommand.Listing.class,
            ModelCommand.Show.class,
            ModelCommand.Fit.class,
            ModelAddCommand.class,
            ModelAddedCommand.class,
            ModelCardCommand.class
        })
class ModelCommand {
    @Command(
            name = "activate",
            description = "Makes a decision layer serve; a running server takes it up within seconds.",
            mixinStandardHelpOptions = true)
    static class Activate extends ServiceCommand {
        @Parameters(
                paramLabel = "DIR|VERSION",
                description =
                        "A folder with an artefact, a version of 'model list', or 'first' for the stated weights.")
        private String named;

        @Override
        protected int run() {
            System.out.println(
                    "The decision layer " + service(LayerService.class).activate(named) + " is active.");
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "Lists the stored decision layers, newest first.",
            mixinStandardHelpOptions = true)
    static class Listing extends ServiceCommand {
        @Override
        protected int run() {
            List<StoredLayer> layers = service(LayerService.class).list();
            layers.forEach(layer -> System.out.printf(
                    Locale.ROOT,
                    "%-22s fitted on %,d interactions, stored %s, %s%n",
                    layer.version(),
                    layer.interactions(),
                    layer.createdAt(),
                    layer.active()
                            ? "ACTIVE"
                            : layer.activatedAt() == null ? "candidate" : "was active from " + layer.activatedAt()));
            if (layers.stream().noneMatch(StoredLayer::active)) {
                System.out.println(DecisionLayer.first().version() + ", the stated weights, ACTIVE");
            }
            return 0;
        }
    }

    @Command(name = "show", description = "Shows what a decision layer holds.", mixinStandardHelpOptions = true)
    static class Show extends ServiceCommand {
        @Parameters(paramLabel = "VERSION", description = "One of 'model list'.")
        private String version;

        @Override
        protected int run() {
            DecisionArtifact artifact = service(LayerService.class).get(version);
            Provenance from = artifact.provenance();
            System.out.printf(
                    Locale.ROOT,
                    "%s, fitted %s by %s on Java %s, %s, seed %d%n%,d interactions of %,d users and %,d items, %s to %s%n",
                    version,
                    from.fittedAt(),
                    from.program().version(),
                    from.program().java(),
                    from.program().os(),
                    from.seed(),
                    from.data().interactions(),
                    from.data().users(),
                    from.data().items(),
                    from.data().first(),
                    from.data().last());
            print("like", artifact.layer().like());
            print("rank", artifact.layer().rank());
            return 0;
        }

        private static void print(String name, LeveledHead head) {
            System.out.printf("%n%-20s %14s %14s%n", name, "little history", "much");
            for (EvidenceSource source : EvidenceSource.values()) {
                LeveledHead.Span span = head.terms().get(source);
                if (span != null) {
                    System.out.printf(
                            Locale.ROOT,
                            "%-20s %14.4f %14.4f%n",
                            source.id(),
                            span.little().weight(),
                            span.much().weight());
                }
            }
        }
    }

    @Command(
            name = "fit",
            description = "Fits a decision layer on all interactions, and stores it as a candidate.",
            mixinStandardHelpOptions = true)
    static class Fit extends ServiceCommand {
        @Option(names = "--out", paramLabel = "DIR", description = "Where it is written to as well.")
        private Path out;

        @Option(names = "--seed", defaultValue = "0", description = "Of factors and samples; default ${DEFAULT-VALUE}.")
        private long seed;

        @Override
        protected int run() {
            DecisionArtifact artifact = service(LayerService.class).fit(seed);
            String version = artifact.layer().version();
            if (out != null) {
                artifact.write(out);
            }
            System.out.println("Fitted " + version + "; './explainrec model activate " + version + "' makes it serve.");
            return 0;
        }
    }
}
