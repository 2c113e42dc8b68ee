package io.explainrec.cli;

import io.explainrec.cli.bench.ScoringBench;
import io.explainrec.platform.assets.Assets;
import io.explainrec.platform.installation.Installation;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measurements: each compares its sides in one run and prints ratios with their spread. */
@Command(name = "bench", description = "Measures, and prints RESULT lines.", mixinStandardHelpOptions = true)
class BenchCommand {
    @Command(
            name = "scoring",
            description = "50 candidates over one 440-token prefix: shared, one prompt each, and Python.",
            mixinStandardHelpOptions = true)
    void scoring(
            @Option(names = "--python", description = "A Python with torch, transformers and gguf to compare with.")
                    Path python,
            @Option(
                            names = "--repetitions",
                            defaultValue = "5",
                            description = "Runs of each side; default ${DEFAULT-VALUE}.")
                    int repetitions) {
        Path weights = Assets.of(Installation.configured()).path("smollm2");
        new ScoringBench(weights, repetitions, System.out).run(python);
    }
}
