package io.explainrec.cli.model;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ServiceCommand;
import io.explainrec.recommend.layer.TrainedService;
import io.explainrec.registry.trained.KeptModel;
import io.explainrec.registry.trained.KeptModels;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deletes a model that nothing needs. */
@Command(
        name = "remove",
        description = "Deletes a trained model that does not serve, or an added one that no trained model lies over.",
        mixinStandardHelpOptions = true)
class ModelRemoveCommand extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "One of 'model list' or 'model added'.")
    private String name;

    @Override
    protected int run() {
        if (KeptModels.isName(name)) {
            service(TrainedService.class).forget(name);
            TrainedModels.kept().remove(name);
        } else {
            removeAdded();
        }
        System.out.println("Removed " + name + ".");
        return 0;
    }

    private void removeAdded() {
        Optional<KeptModel> over = TrainedModels.kept().list().stream()
                .filter(model -> TrainedModels.bases().is(model.card().base(), name))
                .findFirst();
        if (over.isPresent()) {
            throw new CommandException(
                    "the trained model " + over.get().name() + " lies over " + name + "; remove it first");
        }
        ModelAddCommand.store().remove(name);
    }
}
