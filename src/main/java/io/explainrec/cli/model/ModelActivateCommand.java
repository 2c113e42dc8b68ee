package io.explainrec.cli.model;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ConsoleBar;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.inference.LanguageModel;
import io.explainrec.ml.evidence.DecisionArtifact;
import io.explainrec.ml.evidence.Provenance;
import io.explainrec.ml.evidence.fit.LanguageScores;
import io.explainrec.ml.evidence.fit.LayerFitting;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.recommend.layer.LayerService;
import io.explainrec.recommend.layer.TrainedService;
import io.explainrec.registry.trained.Bases;
import io.explainrec.registry.trained.KeptModel;
import io.explainrec.registry.trained.KeptModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a decision layer serve, or a trained model with a layer that is fitted with its scores. */
@Command(
        name = "activate",
        description = "Makes a decision layer or a trained model serve; a running server takes it up within seconds.",
        mixinStandardHelpOptions = true)
public class ModelActivateCommand extends ServiceCommand {
    @Parameters(
            paramLabel = "DIR|NAME",
            description =
                    "A folder that 'train' wrote or a trained model of 'model list', for which a decision layer is"
                            + " fitted, which takes minutes; 'base' for the language model as it was published; a folder with a"
                            + " decision layer or one of 'model list'; 'first' for the stated weights.")
    private String named;

    @Option(names = "--refit", description = "Fits a layer anew for a trained model that has one.")
    private boolean refit;

    @Option(
            names = "--non-commercial",
            description =
                    "Says that this installation's use is not commercial: needed for a model of data whose licence forbids"
                            + " commercial use.")
    private boolean nonCommercial;

    @Option(names = "--seed", defaultValue = "0", description = "Of the layer's fit; default ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    protected int run() {
        if (named.equals(LanguageModel.BASE)) {
            System.out.println("The language model as it was published and the decision layer "
                    + service(TrainedService.class).activateBase() + " are active.");
            return 0;
        }
        KeptModels kept = TrainedModels.kept();
        Optional<KeptModel> trained = KeptModels.isName(named)
                ? Optional.of(kept.get(named))
                : TrainedModel.in(Path.of(named)).map(kept::describe);
        if (trained.isEmpty() && Files.exists(Path.of(named).resolve(ModelCard.FILE))) {
            throw new CommandException(
                    named + " has a " + ModelCard.FILE + " and no whole adapter; a run that has not ended"
                            + " goes on by './explainrec train' with the same options");
        }
        if (trained.isEmpty()) {
            System.out.println(
                    "The decision layer " + service(LayerService.class).activate(named) + " is active.");
            return 0;
        }
        refuseUse(named, trained.get().card(), nonCommercial);
        activate(trained.get(), kept);
        return 0;
    }

    /**
     * Refuses a model of data that may not be used commercially, unless a person said that the use is none.
     *
     * @throws CommandException naming the data and their licences
     */
    public static void refuseUse(String named, ModelCard card, boolean nonCommercial) {
        if (!card.nonCommercial().isEmpty() && !nonCommercial) {
            throw new CommandException(named + " learned from " + String.join(", ", card.nonCommercial())
                    + ", which may not be used commercially; give --non-commercial if this use is not, or serve a model of"
                    + " other data");
        }
    }

    /** Nothing is changed before all is checked and fitted. */
    private void activate(KeptModel model, KeptModels kept) {
        Bases bases = TrainedModels.bases();
        TrainedModel.check(model.folder(), bases::path);
        TrainedService service = service(TrainedService.class);
        String layer = (refit ? Optional.<String>empty() : service.layerOf(model))
                .orElseGet(() -> fit(service, model, bases, seed).layer().version());
        service.activate(kept.keep(model.folder()), layer);
        System.out.println("The trained model " + model.name() + " and the decision layer " + layer + " are active.");
    }

    /** Fits a layer with the model's scores, and says what it makes of them. */
    static DecisionArtifact fit(TrainedService service, KeptModel model, Bases bases, long seed) {
        service.requireSpace(model);
        DecisionArtifact artifact;
        try (EvaluationModels models = new EvaluationModels(model.folder(), bases::path);
                ConsoleBar bar = new ConsoleBar("fit", LayerFitting.ASKED)) {
            artifact = service.fit(
                    model,
                    data -> new LanguageScores(data, models.told(bar::step), models.style(), data::vector),
                    seed);
        }
        Provenance.Language language = artifact.provenance().language();
        if (language.users() < LayerFitting.LEAST_ASKED) {
            System.out.printf(
                    "Only %d users could say whether the model's scores help, which takes %d with both verdicts on the newest"
                            + " interactions: its weight is 0.%n",
                    language.users(), LayerFitting.LEAST_ASKED);
            return artifact;
        }
        System.out.printf(
                Locale.ROOT,
                "The model was asked about %,d rows of %d users: its scores lower the loss by %.4f (standard error %.4f), so"
                        + " that its weight is %.3f.%n",
                language.rows(),
                language.users(),
                language.gain(),
                language.error(),
                language.weight());
        return artifact;
    }
}
