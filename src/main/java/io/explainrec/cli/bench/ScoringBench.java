package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How much a shared prefix saves: 50 candidates of 28 tokens over a prefix of 440. By tokens, 50 (440 + 28) against 440 + 50
 * x 28 is 12.7. Sides take turns within one run; Python, where given, runs on the same ids right after.
 */
public final class ScoringBench {
    private static final int PREFIX = 440;
    private static final int CANDIDATES = 50;
    private static final int SUFFIX = 28;
    /** Ordinary words of the vocabulary; the first ids are special. */
    static final int FIRST_ID = 100;

    private final Path weights;
    private final int repetitions;
    private final PrintStream out;

    public ScoringBench(Path weights, int repetitions, PrintStream out) {
        this.weights = weights;
        this.repetitions = repetitions;
        this.out = out;
    }

    /**
     * @param python a Python with torch, transformers, accelerate and gguf; null to leave it out
     */
    public void run(Path python) {
        int threads = Runtime.getRuntime().availableProcessors();
        Torch.inferenceThread(threads);
        out.printf(
                "%d candidates of %d tokens over a prefix of %d, float32, %d threads%n",
                CANDIDATES, SUFFIX, PREFIX, threads);
        try (Llama llama = Llama.open(weights);
                PrefixScorer scorer = new PrefixScorer(llama, FIRST_ID, FIRST_ID + 1)) {
            Random random = new Random(0);
            int[] prefix = ids(random, PREFIX, llama.config().vocabulary());
            List<int[]> suffixes = IntStream.range(0, CANDIDATES)
                    .mapToObj(i -> ids(random, SUFFIX, llama.config().vocabulary()))
                    .toList();
            double[] shared = new double[repetitions];
            double[] unshared = new double[repetitions];
            float[] first = scorer.score(prefix, suffixes, () -> false);
            scorer.score(new int[0], List.of(joined(prefix, suffixes.getFirst())), () -> false);
            float worst = 0;
            for (int i = 0; i < repetitions; i++) {
                shared[i] = Samples.seconds(() -> scorer.score(prefix, suffixes, () -> false));
                float[] alone = new float[CANDIDATES];
                unshared[i] = Samples.seconds(() -> {
                    for (int c = 0; c < CANDIDATES; c++) {
                        alone[c] = scorer.score(new int[0], List.of(joined(prefix, suffixes.get(c))), () -> false)[0];
                    }
                });
                for (int c = 0; c < CANDIDATES; c++) {
                    worst = Math.max(worst, Math.abs(alone[c] - first[c]));
                }
            }
            Samples sharedSamples = new Samples("ours, prefix shared", shared);
            Samples unsharedSamples = new Samples("ours, one prompt each", unshared);
            out.println(sharedSamples.row());
            out.println(unsharedSamples.row());
            out.printf("largest difference of a score %.2e%n", worst);
            out.println(sharedSamples.speedupOver(unsharedSamples).result("scoring.prefix_speedup"));
            if (python != null) {
                compare(python, sharedSamples, prefix, suffixes, threads);
            }
        }
    }

    private void compare(Path python, Samples ours, int[] prefix, List<int[]> suffixes, int threads) {
        try {
            Path folder = Files.createTempDirectory("explainrec-bench");
            Path script = folder.resolve("scoring.py");
            Path ids = folder.resolve("ids.txt");
            try (InputStream in = ScoringBench.class.getResourceAsStream("/bench/scoring.py")) {
                Files.copy(in, script);
            }
            List<String> lines = new ArrayList<>(List.of(line(prefix)));
            suffixes.forEach(suffix -> lines.add(line(suffix)));
            Files.write(ids, lines);
            Process process = new ProcessBuilder(
                            python.toString(),
                            script.toString(),
                            weights.toString(),
                            ids.toString(),
                            Integer.toString(threads),
                            Integer.toString(repetitions))
                    .redirectError(folder.resolve("error.log").toFile())
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CommandException(
                        "the Python side failed; it needs torch, transformers, accelerate and gguf. It printed: "
                                + Files.readString(folder.resolve("error.log")).strip());
            }
            List<String> sides = output.lines().toList();
            Samples alone = new Samples("Python, one prompt each", numbers(sides.get(0)));
            Samples shared = new Samples("Python, prefix shared", numbers(sides.get(1)));
            out.println(alone.row());
            out.println(shared.row());
            out.println(ours.speedupOver(alone).result("scoring.vs_python"));
            out.println(ours.speedupOver(shared).result("scoring.vs_python_prefix"));
        } catch (IOException e) {
            throw new CommandException("cannot run " + python + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while Python ran");
        }
    }

    /** Words that mean nothing together. */
    static int[] ids(Random random, int count, int vocabulary) {
        return random.ints(count, FIRST_ID, vocabulary).toArray();
    }

    private static int[] joined(int[] prefix, int[] suffix) {
        return IntStream.concat(IntStream.of(prefix), IntStream.of(suffix)).toArray();
    }

    private static String line(int[] ids) {
        return IntStream.of(ids).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.strip().split(" "))
                .flatMapToDouble(number -> DoubleStream.of(Double.parseDouble(number)))
                .toArray();
    }
}
