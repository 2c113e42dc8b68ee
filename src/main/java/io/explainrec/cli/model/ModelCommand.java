package io.explainrec.cli.model;

import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.recommend.layer.LayerService;
import io.explainrec.recommend.layer.TrainedService;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decision layers, language models that were added, and trained models. */
@Command(
        name = "model",
        description =
                "Activates, lists and shows decision layers and trained models; fits layers; adds language models.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelActivateCommand.class,
            ModelListCommand.class,
            ModelCommand.Show.class,
            ModelCommand.Fit.class,
            ModelAddCommand.class,
            ModelAddedCommand.class,
            ModelCardCommand.class,
            ModelRemoveCommand.class
        })
public class ModelCommand {
    /** AUC by which a layer is hardly ahead. */
    private static final double LITTLE = 0.005;

    @Command(name = "show", description = "Shows what a decision layer holds.", mixinStandardHelpOptions = true)
    static class Show extends ServiceCommand {
        @Parameters(paramLabel = "VERSION", description = "One of 'model list'.")
        private String version;

        @Override
        protected int run() {
            DecisionLayer first = DecisionLayer.first();
            if (version.equals(LayerService.FIRST) || version.equals(first.version())) {
                System.out.println(
                        first.version() + ", the stated weights that every shop begins with; fitted on nothing");
                print("like", first.like());
                print("rank", first.rank());
                return 0;
            }
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
            tell(from.figures());
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
            description =
                    "Fits a decision layer on all interactions, with the scores of the trained model that serves, and stores it"
                            + " as a candidate.",
            mixinStandardHelpOptions = true)
    static class Fit extends ServiceCommand {
        @Option(names = "--out", paramLabel = "DIR", description = "Where it is written to as well.")
        private Path out;

        @Option(names = "--seed", defaultValue = "0", description = "Of factors and samples; default ${DEFAULT-VALUE}.")
        private long seed;

        @Override
        protected int run() {
            DecisionArtifact artifact = service(TrainedService.class)
                    .active()
                    .map(trained -> ModelActivateCommand.fit(
                            service(TrainedService.class),
                            TrainedModels.kept().get(trained.name()),
                            TrainedModels.bases(),
                            seed))
                    .orElseGet(() -> service(LayerService.class).fit(seed));
            String version = artifact.layer().version();
            if (out != null) {
                artifact.write(out);
            }
            tell(artifact.provenance().figures());
            System.out.println("Fitted " + version + "; './explainrec model activate " + version + "' makes it serve.");
            return 0;
        }
    }

    /** What a fit on the slices before reached on the newest one; nothing where there was one slice alone. */
    private static void tell(Map<String, Double> figures) {
        if (figures.isEmpty()) {
            return;
        }
        ToDoubleFunction<String> of = name -> figures.getOrDefault("newest." + name, Double.NaN);
        double auc = of.applyAsDouble("like.auc");
        if (Double.isNaN(auc)) {
            System.out.printf(
                    Locale.ROOT,
                    "the newest %,.0f rows are all likes or all dislikes, so that nothing is known of how well it tells them%n",
                    of.applyAsDouble("rows"));
            return;
        }
        double ofLevels = of.applyAsDouble("item-level.auc");
        System.out.printf(
                Locale.ROOT,
                "fitted without the newest %,.0f rows, of them: AUC %.3f, UAUC %.3f of %,.0f users, loss %.3f nats;"
                        + " by the items' levels alone AUC %.3f, UAUC %.3f%n",
                of.applyAsDouble("rows"),
                auc,
                of.applyAsDouble("like.uauc"),
                of.applyAsDouble("users"),
                of.applyAsDouble("like.loss"),
                ofLevels,
                of.applyAsDouble("item-level.uauc"));
        if (auc < ofLevels + LITTLE) {
            System.out.println("The items' levels alone tell likes " + (auc < ofLevels ? "better" : "about as well")
                    + " here, so that it hears little of anybody's taste: what serves now may be better. Where many interactions came"
                    + " without times, the newest are those; give such data an installation of their own.");
        }
    }
}
