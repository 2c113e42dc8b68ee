package io.explainrec.cli.bench;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.attribution.AttributionLoss.Answer;
import io.explainrec.ml.attribution.AttributionLoss.Options;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.lora.LoraOptions;
import io.explainrec.ml.task.EqualWeighting;
import io.explainrec.ml.task.TaskSequence;
import io.explainrec.ml.task.VerdictTask;
import io.explainrec.ml.train.LoraStep;
import io.explainrec.ml.train.Trained;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A step of LoRA training (rank 8 on queries and values, float32): beside Python on the same 4 sequences of 256 tokens of which the
 * last 16 are learned, and of 8 labelled candidates that share their history beside the same candidates one sequence each. Sides take
 * turns within one run.
 */
public final class TrainingBench {
    private static final int SEQUENCES = 4;
    private static final int TOKENS = 256;
    private static final int LABELLED = 16;
    private static final int HISTORY = 440;
    private static final int CANDIDATES = 8;
    private static final int CANDIDATE = 28;
    private static final double RATE = 1e-4;

    private final Path weights;
    private final int repetitions;
    private final PrintStream out;
    private final BooleanSupplier stop;
    private final Random random = new Random(0);

    /**
     * @param stop asked before each turn whether to end there
     */
    public TrainingBench(Path weights, int repetitions, PrintStream out, BooleanSupplier stop) {
        this.weights = weights;
        this.repetitions = repetitions;
        this.out = out;
        this.stop = stop;
    }

    /**
     * On a training thread.
     *
     * @param python a Python with torch, transformers, peft and gguf; null to leave it out
     * @throws CommandException where it was asked to end
     */
    public void run(Path python, int threads) {
        try (Llama llama = Llama.open(weights)) {
            List<AttributedSequence> reasons =
                    IntStream.range(0, SEQUENCES).mapToObj(s -> withReason()).toList();
            beside(python, llama, reasons, threads);
            sharedHistory(llama);
        }
    }

    private void beside(Path python, Llama llama, List<AttributedSequence> batch, int threads) {
        out.printf(
                "a step over %d sequences of %d tokens, the last %d of each learned, float32, %d threads%n",
                SEQUENCES, TOKENS, LABELLED, threads);
        List<TaskSequence> rows = batch.stream().map(TaskSequence::of).toList();
        double[] ours = new double[repetitions];
        double[] stock = new double[repetitions];
        double[] head = new double[repetitions];
        try (LoraAdapter adapter = LoraAdapter.fresh(llama.config(), options(), 0);
                LoraStep<TaskSequence> step = step(llama, adapter, new Options(0, 1, 0, 0, Answer.BINARY, true));
                TrainingPython other =
                        python == null ? null : TrainingPython.start(python, weights, ids(batch), LABELLED, threads)) {
            double loss = step.take(List.of(rows), RATE).terms().get("reason");
            double itsLoss = 0;
            if (other != null) {
                itsLoss = other.step("stock").loss();
                other.step("head");
            }
            for (int i = 0; i < repetitions; i++) {
                endIfAsked();
                ours[i] = Samples.seconds(() -> step.take(List.of(rows), RATE));
                if (other != null) {
                    stock[i] = other.step("stock").seconds();
                    head[i] = other.step("head").seconds();
                }
            }
            Samples sample = new Samples("ours", ours);
            out.println(sample.row());
            out.printf("peak memory of this process %d MB%n", peakMegabytes());
            if (other != null) {
                Samples ofStock = new Samples("Python, stock PEFT", stock);
                Samples ofHead = new Samples("Python, head on labelled positions only", head);
                out.println(ofStock.row());
                out.println(ofHead.row());
                out.printf("peak memory of Python %d MB%n", other.end());
                out.printf(Locale.ROOT, "loss of the first step %.5f, Python's %.5f%n", loss, itsLoss);
                out.println(sample.speedupOver(ofStock).result("training.vs_peft"));
                out.println(sample.speedupOver(ofHead).result("training.vs_python_head_only"));
            }
        }
    }

    private void sharedHistory(Llama llama) {
        int[] history = ids(HISTORY);
        List<AttributedCandidate> candidates = IntStream.range(0, CANDIDATES)
                .mapToObj(c -> new AttributedCandidate(ids(CANDIDATE), c % 2 == 0, null))
                .toList();
        TaskSequence shared = TaskSequence.of(new AttributedSequence(history, new int[0], candidates));
        List<List<TaskSequence>> alone = candidates.stream()
                .map(candidate ->
                        List.of(TaskSequence.of(new AttributedSequence(history, new int[0], List.of(candidate)))))
                .toList();
        double limit = (double) CANDIDATES * (HISTORY + CANDIDATE) / (HISTORY + CANDIDATES * CANDIDATE);
        out.printf(
                Locale.ROOT,
                "%d labelled candidates of %d tokens behind a history of %d, answers only; the limit by tokens is %.2f%n",
                CANDIDATES,
                CANDIDATE,
                HISTORY,
                limit);
        double[] together = new double[repetitions];
        double[] apart = new double[repetitions];
        try (LoraAdapter adapter = LoraAdapter.fresh(llama.config(), options(), 0);
                LoraStep<TaskSequence> step = step(llama, adapter, new Options(1, 0, 0, 0, Answer.BINARY, true))) {
            step.take(List.of(List.of(shared)), RATE);
            step.take(alone.subList(0, 1), RATE);
            for (int i = 0; i < repetitions; i++) {
                endIfAsked();
                together[i] = Samples.seconds(() -> step.take(List.of(List.of(shared)), RATE));
                apart[i] = Samples.seconds(() -> step.take(alone, RATE));
            }
        }
        Samples ofTogether = new Samples("ours, history shared", together);
        Samples ofApart = new Samples("ours, one sequence each", apart);
        out.println(ofTogether.row());
        out.println(ofApart.row());
        out.println(ofTogether.speedupOver(ofApart).result("training.shared_history_speedup"));
        out.printf(Locale.ROOT, "RESULT training.shared_history_limit %.3f%n", limit);
    }

    private void endIfAsked() {
        if (stop.getAsBoolean()) {
            throw new CommandException("stopped before it had measured all");
        }
    }

    private static LoraOptions options() {
        return new LoraOptions(8, 16, 0, LoraOptions.DEFAULT.targets());
    }

    private static LoraStep<TaskSequence> step(Llama llama, LoraAdapter adapter, Options loss) {
        var task = VerdictTask.preference(
                new AttributionLoss(llama, loss, ScoringBench.FIRST_ID, ScoringBench.FIRST_ID + 1));
        return new LoraStep<>(llama, List.of(task), new EqualWeighting(1), Trained.of(adapter), 1, false);
    }

    /** A history, a candidate and a reason whose tokens are what is learned. */
    private AttributedSequence withReason() {
        int rest = TOKENS - LABELLED;
        var reason = new AttributedCandidate.Reason(ids(1), ids(LABELLED), ids(1));
        var candidate = new AttributedCandidate(ids(CANDIDATE), true, reason);
        return new AttributedSequence(ids(rest - CANDIDATE - 1), new int[0], List.of(candidate));
    }

    private static List<int[]> ids(List<AttributedSequence> batch) {
        List<int[]> rows = new ArrayList<>();
        for (AttributedSequence sequence : batch) {
            AttributedCandidate candidate = sequence.candidates().getFirst();
            rows.add(Stream.of(
                            sequence.prefix(),
                            candidate.prompt(),
                            candidate.reason().heading(),
                            candidate.reason().tokens())
                    .flatMapToInt(IntStream::of)
                    .toArray());
        }
        return rows;
    }

    private int[] ids(int count) {
        return random.ints(count, ScoringBench.FIRST_ID, 40_000).toArray();
    }

    /** The most memory that this process ever held, as the kernel counts it. */
    private static long peakMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }
}
