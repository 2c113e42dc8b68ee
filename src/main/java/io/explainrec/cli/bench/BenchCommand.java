package io.explainrec.cli.bench;

import io.explainrec.cli.command.NumberOption;
import io.explainrec.cli.train.TrainingThread;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measurements: each compares its sides in one run and prints ratios with their spread. */
@Command(
        name = "bench",
        description = "Measures, and prints RESULT lines.",
        mixinStandardHelpOptions = true,
        subcommands = {ImportBenchCommand.class, KnowledgeBenchCommand.class})
public class BenchCommand {
    @Command(
            name = "scoring",
            description = "50 candidates over one 440-token prefix: shared, one prompt each, and Python.",
            mixinStandardHelpOptions = true)
    void scoring(
            @Option(
                            names = "--python",
                            description = "A Python with torch, transformers, accelerate and gguf to compare with.")
                    Path python,
            @Option(
                            names = "--repetitions",
                            defaultValue = "5",
                            description = "Runs of each side; default ${DEFAULT-VALUE}.")
                    int repetitions) {
        NumberOption.atLeast("--repetitions", repetitions, 1);
        Path weights = Assets.of(Installation.configured()).path("smollm2");
        new ScoringBench(weights, repetitions, System.out).run(python);
    }

    @Command(
            name = "training",
            description = "A LoRA step beside Python, and what candidates gain that share a history.",
            mixinStandardHelpOptions = true)
    void training(
            @Option(
                            names = "--python",
                            description = "A Python with torch, transformers, peft and gguf to compare with.")
                    Path python,
            @Option(
                            names = "--repetitions",
                            defaultValue = "5",
                            description = "Steps of each side; default ${DEFAULT-VALUE}.")
                    int repetitions)
            throws Exception {
        NumberOption.atLeast("--repetitions", repetitions, 1);
        Path weights = Assets.of(Installation.configured()).path("smollm2");
        int threads = Runtime.getRuntime().availableProcessors();
        TrainingThread.call(threads, stop -> {
            new TrainingBench(weights, repetitions, System.out, stop).run(python, threads);
            return null;
        });
    }

    @Command(
            name = "adaptation",
            description = "What adapting the language model to a user costs in a request.",
            mixinStandardHelpOptions = true)
    void adaptation(
            @Option(names = "--repetitions", defaultValue = "9", description = "Adaptations; default ${DEFAULT-VALUE}.")
                    int repetitions) {
        NumberOption.atLeast("--repetitions", repetitions, 1);
        Path weights = Assets.of(Installation.configured()).path("smollm2");
        new AdaptationBench(weights, repetitions, System.out).run();
    }

    @Command(
            name = "start",
            description = "A start that is not the first, beside a bare Quarkus application.",
            mixinStandardHelpOptions = true)
    void start(
            @Option(
                            names = "--repetitions",
                            defaultValue = "5",
                            description = "Starts of each side; default ${DEFAULT-VALUE}.")
                    int repetitions) {
        NumberOption.atLeast("--repetitions", repetitions, 1);
        new StartBench(repetitions, System.out).run();
    }

    @Command(
            name = "serving",
            description = "Requests one by one and several at once, with the language model and without.",
            mixinStandardHelpOptions = true)
    void serving(
            @Option(
                            names = "--repetitions",
                            defaultValue = "8",
                            description = "Rounds of each number of requests at once; default ${DEFAULT-VALUE}.")
                    int repetitions) {
        NumberOption.atLeast("--repetitions", repetitions, 1);
        new ServingBench(repetitions, System.out).run();
    }

    @Command(
            name = "crash",
            description = "Kills server and PostgreSQL while a shop writes, and looks for what was acknowledged.",
            mixinStandardHelpOptions = true)
    int crash(
            @Option(names = "--rounds", defaultValue = "20", description = "Kills; default ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(names = "--seed", defaultValue = "1", description = "Of the moments and victims.") long seed) {
        NumberOption.atLeast("--rounds", rounds, 1);
        return new CrashBench(rounds, seed, System.out).run() ? 0 : 1;
    }
}
