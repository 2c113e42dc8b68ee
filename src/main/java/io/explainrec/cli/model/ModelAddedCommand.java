package io.explainrec.cli.model;

import io.explainrec.registry.added.AddedModel;
import io.explainrec.registry.added.AddedModelException;
import io.explainrec.registry.added.AddedModels;
import java.io.PrintWriter;
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
        int broken = 0;
        for (String name : store.names()) {
            try {
                out.println(line(store, name));
            } catch (AddedModelException e) {
                out.printf("%-30s %s%n", name, e.getMessage());
                broken++;
            }
        }
        if (store.names().isEmpty()) {
            out.println("No language model was added; './explainrec model add' adds one.");
        }
        out.flush();
        return broken == 0 ? 0 : 1;
    }

    private String line(AddedModels store, String name) {
        AddedModel model = store.get(name);
        if (verify) {
            store.verify(name);
        }
        return String.format(
                Locale.ROOT,
                "%-30s %,15d bytes, licence %s, from %s, %s%s",
                name,
                model.bytes(),
                model.licence() == null ? "not stated" : model.licence(),
                model.source(),
                model.shape(),
                verify ? ", verified" : "");
    }
}
