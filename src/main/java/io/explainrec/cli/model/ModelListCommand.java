package io.explainrec.cli.model;

import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.ml.evidence.DecisionLayer;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.recommend.layer.LayerService;
import io.explainrec.recommend.layer.StoredLayer;
import io.explainrec.recommend.layer.TrainedService;
import io.explainrec.registry.trained.KeptModelException;
import io.explainrec.registry.trained.PinnedModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Lists what may serve. */
@Command(
        name = "list",
        description = "Lists the trained models, and the stored decision layers, newest first.",
        mixinStandardHelpOptions = true)
class ModelListCommand extends ServiceCommand {
    @Override
    protected int run() {
        trained();
        layers();
        return 0;
    }

    private static void trained() {
        Map<String, PinnedModel> pinned = service(TrainedService.class).list().stream()
                .collect(Collectors.toMap(PinnedModel::name, Function.identity()));
        for (String name : TrainedModels.kept().names()) {
            PinnedModel pin = pinned.get(name);
            System.out.printf(
                    "%-22s %s, %s%n",
                    name,
                    origin(name),
                    pin == null
                            ? "kept"
                            : (pin.active() ? "ACTIVE" : "was active from " + pin.activatedAt()) + " with "
                                    + pin.decisionVersion());
        }
        if (pinned.values().stream().noneMatch(PinnedModel::active)) {
            System.out.println("base, the language model as it was published, ACTIVE");
        }
    }

    /** What is wrong with one keeps the others from no list. */
    private static String origin(String name) {
        try {
            ModelCard card = TrainedModels.kept().get(name).card();
            return "over " + card.base().name() + ", of " + card.source();
        } catch (KeptModelException e) {
            return e.getMessage();
        }
    }

    private static void layers() {
        List<StoredLayer> layers = service(LayerService.class).list();
        layers.forEach(layer -> System.out.printf(
                Locale.ROOT,
                "%-22s fitted on %,d interactions, stored %s, %s%s%n",
                layer.version(),
                layer.interactions(),
                layer.createdAt(),
                layer.active()
                        ? "ACTIVE"
                        : layer.activatedAt() == null ? "candidate" : "was active from " + layer.activatedAt(),
                layer.precedesAnErasure() ? ", before somebody was erased" : ""));
        if (layers.stream().noneMatch(StoredLayer::active)) {
            System.out.println(DecisionLayer.first().version() + ", the stated weights, ACTIVE");
        }
    }
}
