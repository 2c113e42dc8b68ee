package io.explainrec.cli;

import io.explainrec.registry.added.AddedModel;
import io.explainrec.registry.added.AddedModels;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the language models that were added. */
@Command(name = "added", description = "Lists the language models that were added.", mixinStandardHelpOptions = true)
class ModelAddedCommand implements Callable<Integer> {
    @Option(names = "--verify", description = "Also reads all files and compares their SHA-256.")
    private boolean verify;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        AddedModels store = ModelAddCommand.store();
        PrintWriter out = spec.commandLine().getOut();
        List<AddedModel> models = store.list();
        for (AddedModel model : models) {
            if (verify) {
                store.verify(model.name());
            }
            out.printf(
                    Locale.ROOT,
                    "%-30s %,15d bytes, licence %s, from %s, %s%s%n",
                    model.name(),
                    model.bytes(),
                    model.licence() == null ? "not stated" : model.licence(),
                    model.source(),
                    model.shape(),
                    verify ? ", verified" : "");
        }
        if (models.isEmpty()) {
            out.println("No language model was added; './explainrec model add' adds one.");
        }
        out.flush();
        return 0;
    }
}
