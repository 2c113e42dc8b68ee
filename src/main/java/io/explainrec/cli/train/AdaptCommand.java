package io.explainrec.cli.train;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ConsoleBar;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.model.EvaluationModels;
import io.explainrec.cli.model.TrainedModels;
import io.explainrec.ml.adapt.Adaptation;
import io.explainrec.ml.adapt.AdaptationCard;
import io.explainrec.ml.adapt.AdaptationException;
import io.explainrec.ml.adapt.AdaptationFigures;
import io.explainrec.ml.adapt.AdaptationFiles;
import io.explainrec.ml.adapt.MetaLearning;
import io.explainrec.ml.adapt.MetaLearning.Task;
import io.explainrec.ml.adapt.StateReader;
import io.explainrec.ml.adapt.TokenAdaptation;
import io.explainrec.ml.adapt.TokenLearning;
import io.explainrec.ml.adapt.UserAdaptation;
import io.explainrec.ml.adapt.UserRows;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRows;
import io.explainrec.ml.instruct.ItemVectors;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.SoftItems;
import io.explainrec.ml.train.TrainedModel;
import io.explainrec.platform.installation.Installation;
import io.explainrec.registry.trained.KeptModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Learns how a trained model's answer is adapted to one user, and writes it into the model's folder. */
@Command(
        name = "adapt",
        description = "Learns how a trained model is adapted to a user, from few verdicts; after 'train'.",
        mixinStandardHelpOptions = true)
public class AdaptCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "A folder that 'instructions' wrote.")
    private Path data;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A folder that 'train' wrote.")
    private Path model;

    @Option(names = "--users", defaultValue = "100", description = "To learn from; default ${DEFAULT-VALUE}.")
    private int users;

    @Option(names = "--validation-users", defaultValue = "50", description = "To choose by; default ${DEFAULT-VALUE}.")
    private int validationUsers;

    @Option(names = "--steps", defaultValue = "3", description = "For each user, 1 to 5; default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--token",
            description = "Learns a token of a user as well, which serving makes in the background; two epochs took an"
                    + " hour on two cores, with 150 users to choose by.")
    private boolean token;

    @Option(
            names = "--token-epochs",
            defaultValue = "2",
            description = "Over the users, for the token; default ${DEFAULT-VALUE}.")
    private int tokenEpochs;

    @Option(names = "--epochs", defaultValue = "30", description = "Over the users; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--seed", defaultValue = "0", description = "Of users and order; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--threads", description = "Inside an operation; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NumberOption.atLeast("--users", users, 1);
        NumberOption.atLeast("--validation-users", validationUsers, 1);
        NumberOption.within("--steps", steps, 1, Adaptation.MOST_STEPS);
        NumberOption.atLeast("--epochs", epochs, 0);
        NumberOption.atLeast("--token-epochs", tokenEpochs, 0);
        NumberOption.atLeast("--threads", threads, 1);
        Path folder = TrainedModel.in(model)
                .filter(own ->
                        !KeptModels.isName(own.toAbsolutePath().getFileName().toString()))
                .orElseThrow(() -> new CommandException(model
                        + " is no folder that 'train' wrote; a model that was kept to serve does not change any more"));
        InstructionFiles files = InstructionFiles.open(data);
        AdaptationCard learned = TrainingThread.call(threads, stop -> learn(folder, files, stop));
        new TreeMap<>(learned.reached())
                .forEach((name, value) ->
                        spec.commandLine().getOut().printf(Locale.ROOT, "RESULT adapt.valid.%s %.5f%n", name, value));
        spec.commandLine().getOut().println("The model in " + folder + " adapts to users from now on.");
        return 0;
    }

    private AdaptationCard learn(Path folder, InstructionFiles files, BooleanSupplier stop) {
        InstructionRows rows = files.rows(InstructionFiles.TRAIN);
        List<UserRows> train = UserRows.train(rows, users, seed);
        List<UserRows> valid = UserRows.valid(rows, files.rows(InstructionFiles.VALID), validationUsers, seed);
        if (train.isEmpty() || valid.isEmpty()) {
            throw new AdaptationException(data + " has " + train.size() + " users to learn from and " + valid.size()
                    + " to choose by; expected users with several rows, or several candidates");
        }
        Torch.inferenceThread(threads);
        String adapter = AdaptationFiles.adapter(folder);
        ModelCard from = ModelCard.read(folder);
        ItemVectors fused =
                EvaluationModels.fused(folder, from, Installation.configured().fusions());
        Map<String, AdaptationFigures.ByUser> reached;
        UserAdaptation adaptation;
        try (TrainedModel trained = TrainedModel.open(folder, TrainedModels::base)) {
            InstructionFormat.Answers answers = trained.format().answers();
            try (PrefixScorer scorer =
                    new PrefixScorer(trained.llama(), trained.linears(), answers.yes(), answers.no())) {
                StateReader reader = new StateReader(
                        SoftItems.encoder(trained.format(), from.reads(), fused),
                        scorer,
                        row -> SoftItems.tokens(trained.items(), row),
                        stop);
                List<Task> chosen = new ArrayList<>();
                Adaptation head = head(train, valid, reader, chosen);
                reached = AdaptationFigures.of(head, chosen);
                adaptation = new UserAdaptation(head, token ? token(train, valid, trained, reader, reached) : null);
            }
        }
        if (!adapter.equals(AdaptationFiles.adapter(folder))) {
            throw new CommandException(
                    "the adapter in " + folder + " changed while it was learned over; run 'adapt' again");
        }
        AdaptationCard card = new AdaptationCard(
                AdaptationCard.VERSION,
                steps,
                adapter,
                files.manifest().source(),
                sha256(files),
                train.size(),
                valid.size(),
                epochs,
                seed,
                token ? new AdaptationCard.Token(steps, tokenEpochs) : null,
                AdaptationFigures.named(reached, seed));
        AdaptationFiles.write(adaptation, card, folder);
        return card;
    }

    private Adaptation head(List<UserRows> train, List<UserRows> valid, StateReader reader, List<Task> chosen) {
        List<Task> learned = new ArrayList<>();
        try (ConsoleBar bar = new ConsoleBar("adapt", train.size() + valid.size())) {
            for (UserRows rows : train) {
                learned.add(reader.task(rows));
                bar.step();
            }
            for (UserRows rows : valid) {
                chosen.add(reader.task(rows));
                bar.step();
            }
        }
        return new MetaLearning(learned, chosen, new MetaLearning.Options(steps, epochs, seed)).learn();
    }

    private TokenAdaptation token(
            List<UserRows> train,
            List<UserRows> valid,
            TrainedModel trained,
            StateReader reader,
            Map<String, AdaptationFigures.ByUser> reached) {
        TokenLearning learning = new TokenLearning(
                train.stream().map(reader::tokenTask).toList(),
                valid.stream().map(reader::tokenTask).toList(),
                new TokenLearning.Options(
                        trained.llama().embedding(trained.format().firstOfCandidate()),
                        trained.llama().loudness(),
                        steps,
                        tokenEpochs,
                        seed));
        try (ConsoleBar bar = new ConsoleBar("token", learning.visits())) {
            TokenLearning.Learned learned = learning.learn(bar::step);
            reached.put("token", learned.reached());
            return learned.adaptation();
        }
    }

    private static Map<String, String> sha256(InstructionFiles files) {
        Map<String, String> digests = new TreeMap<>();
        files.manifest().parts().forEach((name, part) -> digests.put(name, part.sha256()));
        return digests;
    }
}
