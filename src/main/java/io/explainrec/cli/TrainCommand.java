package io.explainrec.cli;

import ai.djl.engine.Engine;
import io.explainrec.ml.fusion.fit.FusionFolder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.train.ModelCard;
import io.explainrec.ml.train.TrainingJson;
import io.explainrec.ml.train.TrainingOptions;
import io.explainrec.ml.train.TrainingRun;
import io.explainrec.ml.weights.WeightsHash;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fine-tunes the language model on instruction data, without a container or a database. */
@Command(
        name = "train",
        description = "Trains an adapter of the language model; started again in the same folder it goes on.",
        mixinStandardHelpOptions = true)
class TrainCommand implements Callable<Integer> {
    static final String DEFAULT_BASE = "smollm2";

    /** Where a model keeps the fusion that it was trained with. */
    static final String FUSION = "fusion";

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "A folder that 'instructions' wrote.")
    private Path data;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The run's folder.")
    private Path out;

    @Option(names = "--config", paramLabel = "FILE", description = "Options as JSON; default: docs/training.md.")
    private Path config;

    @Option(
            names = "--base",
            paramLabel = "FILE|DIR",
            description = "The base model: a GGUF file or a folder; default: the one that serves.")
    private Path base;

    @Option(
            names = "--fusion",
            paramLabel = "DIR",
            description = "Puts items' vectors into prompts: a folder that 'fusion fit' wrote on the same data set.")
    private Path fusion;

    @Option(names = "--threads", description = "Inside an operation; default: the cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        TrainingOptions options = config == null ? TrainingOptions.DEFAULT : TrainingJson.read(config);
        InstructionFiles files = InstructionFiles.open(data);
        Path weights = base == null ? Assets.of(Installation.configured()).path(DEFAULT_BASE) : base;
        Path model = TrainingThread.call(threads, stop -> train(files, weights, options, stop));
        ModelCard.read(model).reached().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(figure -> spec.commandLine()
                        .getOut()
                        .printf(Locale.ROOT, "RESULT train.valid.%s %.5f%n", figure.getKey(), figure.getValue()));
        spec.commandLine().getOut().println("The model is in " + model + "; evaluate it with 'evaluate --model'.");
        return 0;
    }

    private Path train(InstructionFiles files, Path weights, TrainingOptions options, BooleanSupplier stop) {
        try (Llama llama = Llama.open(weights, options.precision())) {
            FusionFolder fused = fusion == null ? null : FusionFolder.open(fusion);
            TrainingRun.Fused vectors = fused == null ? null : new TrainingRun.Fused(fused.pin(), fused.vectors());
            try (TrainingRun<?> run =
                            TrainingRun.prepare(out, llama, base(base, weights), files, options, made(), vectors);
                    ConsoleBar bar = new ConsoleBar("train", run.steps())) {
                Path model = run.run(bar, stop);
                if (fused != null) {
                    fused.copyTo(model.resolve(FUSION));
                }
                return model;
            }
        }
    }

    /** How a base is named on a card: null for the one that serves. */
    static ModelCard.Base base(Path given, Path weights) {
        return new ModelCard.Base(
                given == null ? DEFAULT_BASE : weights.toAbsolutePath().toString(), WeightsHash.ofModel(weights));
    }

    static ModelCard.Made made() {
        String version = TrainCommand.class.getPackage().getImplementationVersion();
        Engine engine = Engine.getInstance();
        return new ModelCard.Made(
                "ExplainRec " + (version == null ? "from its classes" : version),
                Runtime.version().toString(),
                engine.getEngineName() + " " + engine.getVersion(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }
}
