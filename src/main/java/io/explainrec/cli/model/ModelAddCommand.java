package io.explainrec.cli.model;

import io.explainrec.cli.command.CommandException;
import io.explainrec.platform.Folders;
import io.explainrec.platform.installation.Installation;
import io.explainrec.registry.added.AddedModel;
import io.explainrec.registry.added.AddedModels;
import io.explainrec.registry.added.HuggingFace;
import io.explainrec.registry.trained.KeptModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a language model to the installation, without a container or a database. */
@Command(
        name = "add",
        description = "Checks a LLaMA-family model and keeps it in the installation, under a name.",
        mixinStandardHelpOptions = true)
public class ModelAddCommand implements Callable<Integer> {
    /** Hugging Face's cache keeps organisation and name in a folder above the files. */
    private static final Pattern CACHED = Pattern.compile(".*/models--[^/]+--([^/]+)/snapshots/[^/]+");

    @Parameters(
            paramLabel = "DIR|FILE.gguf|ID",
            description =
                    "A folder with config.json, tokenizer.json and safetensors, a GGUF file, or an id at Hugging Face,"
                            + " which its program hf downloads.")
    private String source;

    @Option(names = "--name", description = "What it is called here; default: the source's own name.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (Files.exists(Path.of(source)) || !HuggingFace.isId(source)) {
            Path path = Path.of(source).toAbsolutePath().normalize();
            report(store().add(path, name == null ? nameOf(path) : name, path.toString()));
            return 0;
        }
        Path folder = Installation.configured().models().resolve(".download-" + source.replace('/', '-'));
        new HuggingFace().download(source, folder);
        report(store().add(folder, name == null ? source.substring(source.indexOf('/') + 1) : name, source));
        Folders.delete(folder);
        return 0;
    }

    /**
     * Weights by a path, or by a name of an added or a trained model.
     *
     * @throws CommandException where there is neither
     */
    public static Path path(String model) {
        if (KeptModels.isName(model)) {
            return TrainedModels.kept().get(model).folder();
        }
        return Files.exists(Path.of(model)) ? Path.of(model) : store().path(model);
    }

    static AddedModels store() {
        return new AddedModels(Installation.configured().models(), Clock.systemUTC());
    }

    static String nameOf(Path path) {
        Matcher cached = CACHED.matcher(path.toString());
        String last = path.getFileName() == null ? "" : path.getFileName().toString();
        return cached.matches() ? cached.group(1) : last.replaceFirst("(?i)\\.gguf$", "");
    }

    private void report(AddedModels.Addition addition) {
        AddedModel model = addition.model();
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s %s: %s; %,d bytes in %d files; licence: %s%n",
                        addition.added() ? "Added" : "Already there, the same:",
                        model.name(),
                        model.shape(),
                        model.bytes(),
                        model.files().size(),
                        model.licence() == null ? "not stated, ask its publisher" : model.licence());
        spec.commandLine().getOut().flush();
    }
}
