package io.explainrec.cli.fusion;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.ConsoleBar;
import io.explainrec.cli.command.EngineThread;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.data.DataOptions;
import io.explainrec.cli.data.EvaluationFormat;
import io.explainrec.cli.data.InstructionSplit;
import io.explainrec.cli.data.PictureFolder;
import io.explainrec.cli.model.ThisProgram;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import io.explainrec.ml.fusion.fit.FusionCard;
import io.explainrec.ml.fusion.fit.FusionFit;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.fusion.fit.FusionOptions;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits a fusion on a data set, without a container or a database. */
@Command(
        name = "fit",
        description = "Fits a fusion to what people liked together, on the training slice of 'evaluate'.",
        mixinStandardHelpOptions = true)
public class FusionFitCommand implements Callable<Integer> {
    @Option(names = "--format", required = true, description = "One of ${COMPLETION-CANDIDATES}.")
    private EvaluationFormat format;

    @Mixin
    private DataOptions data;

    @Option(names = "--pictures", paramLabel = "DIR", description = "Pictures named by their items' ids, as 12.jpg.")
    private Path pictures;

    @Option(names = "--clip", paramLabel = "DIR", description = "CLIP's vision tower; default: EfficientNet-Lite0.")
    private Path clip;

    @Option(
            names = "--modalities",
            description = "One of ${COMPLETION-CANDIDATES}; default: both where there are pictures, else text.")
    private FusionModalities modalities;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The fusion's folder.")
    private Path out;

    @Option(names = "--seed", defaultValue = "0", description = "Of weights and pairs; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--steps", defaultValue = "3000", description = "At most; default ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--threads", description = "Inside an operation; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (format == EvaluationFormat.TALLREC || format == EvaluationFormat.XREC) {
            throw new CommandException("--format " + format + " names no users that liked several items; give ratings");
        }
        NumberOption.atLeast("--steps", steps, 1);
        NumberOption.atLeast("--threads", threads, 1);
        if (modalities == null) {
            modalities = pictures == null ? FusionModalities.TEXT : FusionModalities.BOTH;
        }
        if (modalities.pictures() && pictures == null) {
            throw new CommandException("--modalities " + modalities + " needs --pictures DIR");
        }
        PictureFolder folder = modalities.pictures() ? new PictureFolder(pictures) : null;
        DataSet all = data.all(data.read(format, spec.commandLine().getOut()), format);
        InstructionSplit split = InstructionSplit.of(all.interactions());
        print(EngineThread.call("fusion", () -> fit(all, split, folder)).card());
        if (folder != null && !folder.leftOut().isEmpty()) {
            spec.commandLine().getOut().println(folder.leftOut());
        }
        return 0;
    }

    private FusionFolder fit(DataSet all, InstructionSplit split, PictureFolder folder) {
        Installation installation = Installation.configured();
        var sources = new FusionSources(Assets.of(installation), installation.vectors(), all.items());
        Torch.inferenceThread(threads);
        if (modalities.texts()) {
            try (ConsoleBar bar = new ConsoleBar("texts", all.items().size())) {
                sources.texts(bar::accept);
            }
        }
        if (folder != null) {
            try (ConsoleBar bar = new ConsoleBar("pictures", all.items().size())) {
                sources.pictures(folder, clip, bar::accept);
            }
        }
        Torch.trainingThread(threads);
        FusionOptions options = FusionOptions.DEFAULT.with(seed, steps);
        var learned =
                new FusionFit.Learned(format.source(data.path()), split.words(), split.fingerprint(), split.train());
        List<FusionFit.Item> items = new ArrayList<>();
        for (int i = 0; i < all.items().size(); i++) {
            ItemFacts item = all.items().get(i);
            items.add(new FusionFit.Item(
                    item.name().domain(),
                    item.name().id(),
                    categories(item),
                    sources.features().get(i)));
        }
        FusionFit fit = new FusionFit(sources.encoders(), items, options, ThisProgram.made());
        try (ConsoleBar bar = new ConsoleBar("fusion", steps)) {
            return fit.run(learned, out, bar);
        }
    }

    private static List<String> categories(ItemFacts item) {
        List<String> categories = new ArrayList<>();
        new TreeMap<>(item.attributes())
                .forEach((name, values) -> values.forEach(value -> categories.add(name + ": " + value)));
        return categories;
    }

    private void print(FusionCard card) {
        var to = spec.commandLine().getOut();
        new FusionTable(card).print(to);
        new TreeMap<>(card.reached())
                .forEach((name, value) -> to.printf(Locale.ROOT, "RESULT fusion.%s %.5f%n", name, value));
        to.println("The fusion is in " + out
                + "; 'train --fusion' puts it into prompts, 'fusion activate' has items found" + " by it.");
        to.flush();
    }
}
