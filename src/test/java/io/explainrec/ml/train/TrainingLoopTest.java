package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.task.TaskSequence;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.Checkpoints.State;
import io.explainrec.ml.train.TrainingStep.Taken;
import io.explainrec.ml.train.Validation.Score;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop does around a step, with a step that only tells what it was given. */
class TrainingLoopTest {
    private static final int ROWS = 10;

    @TempDir
    private Path folder;

    private final List<Integer> parts = new ArrayList<>();
    private final List<State> kept = new ArrayList<>();
    private final Deque<Score> scores = new ArrayDeque<>();
    private TrainingLog log;

    @BeforeAll
    static void loadEngine() {
        Torch.inferenceThread(1);
    }

    @BeforeEach
    void open() {
        log = new TrainingLog(folder.resolve("metrics.jsonl"));
    }

    private static TrainingOptions options(String json) {
        ObjectNode all = TrainingJson.MAPPER.valueToTree(TrainingOptions.DEFAULT);
        all.put("epochs", 2)
                .put("batch", 4)
                .put("microTokens", 64)
                .put("checkpointEvery", 2)
                .put("warmupSteps", 1);
        try {
            ((ObjectNode) TrainingJson.MAPPER.readTree(json))
                    .properties()
                    .forEach(field -> all.set(field.getKey(), field.getValue()));
            return TrainingJson.MAPPER.treeToValue(all, TrainingOptions.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TrainingLoop<TaskSequence> loop(TrainingOptions options, TrainingStep<TaskSequence> step) {
        List<TaskSequence> rows = IntStream.range(0, ROWS)
                .mapToObj(r -> TaskSequence.of(new AttributedSequence(
                        new int[20], new int[1], List.of(new AttributedCandidate(new int[12], true, null)))))
                .toList();
        return new TrainingLoop<>(
                options,
                rows,
                IntStream.range(0, ROWS)
                        .mapToObj(r -> "train.jsonl line " + 10 * r)
                        .toList(),
                step,
                stop -> scores.isEmpty() ? Score.ofOrder(0.6, 0.6, 0.7) : scores.pop(),
                log);
    }

    private Taken learn(List<List<TaskSequence>> of, double rate) {
        parts.add(of.size());
        return taken(1, 0);
    }

    private static Taken taken(double prediction, double reason) {
        return new Taken(prediction, Map.of("prediction", prediction, "reason", reason), Map.of("preference", 1.0), 1);
    }

    private State run(TrainingLoop<TaskSequence> loop, State from) {
        return loop.run(from, (state, best) -> kept.add(state), step -> {}, () -> false);
    }

    @Test
    void takesEveryRowOnceAnEpochInMicroBatches() {
        TrainingLoop<TaskSequence> loop = loop(options("{}"), this::learn);
        assertThat(run(loop, loop.start()).step()).isEqualTo(6);
        // Two rows of 32 tokens fill a micro-batch of 64: 4 + 4 + 2 rows an epoch.
        assertThat(parts).containsExactly(2, 2, 1, 2, 2, 1);
        assertThat(log.lines("step")).hasSize(6);
        assertThat(log.lines("evaluation"))
                .extracting(line -> line.path("step").asInt())
                .containsExactly(3, 6);
        assertThat(kept).extracting(State::step).containsExactly(2L, 3L, 4L, 6L);
    }

    @Test
    void endsBehindTheStepInHandWhereItIsAskedTo() {
        TrainingLoop<TaskSequence> loop = loop(options("{}"), this::learn);
        assertThatThrownBy(() ->
                        loop.run(loop.start(), (state, best) -> kept.add(state), step -> {}, () -> parts.size() >= 1))
                .isInstanceOf(TrainingStopped.class)
                .hasMessage("stopped behind step 1, whose checkpoint is kept; start it again to go on");
        assertThat(kept).extracting(State::step).containsExactly(1L);
        assertThat(run(loop, kept.getLast()).step()).isEqualTo(6);
        assertThat(log.lines("step")).hasSize(6);
    }

    @Test
    void stopsWherePatienceEnds() {
        scores.add(Score.ofOrder(0.6, 0.60, 0.7));
        scores.add(Score.ofOrder(0.6, 0.59, 0.7));
        scores.add(Score.ofOrder(0.6, 0.60, 0.7));
        TrainingLoop<TaskSequence> loop = loop(options("{\"patience\": 2, \"evaluateEvery\": 1}"), this::learn);
        State reached = run(loop, loop.start());
        assertThat(reached.step()).isEqualTo(3);
        assertThat(reached.best()).isEqualTo(0.60);
    }

    @Test
    void halvesMicroBatchesWhereMemoryRunsOutAndTakesTheStepAgain() {
        TrainingLoop<TaskSequence> loop = loop(options("{}"), (of, rate) -> {
            if (of.getFirst().size() > 1) {
                throw new IllegalStateException(
                        "engine", new RuntimeException("[enforce fail] DefaultCPUAllocator: can't allocate memory"));
            }
            return learn(of, rate);
        });
        State reached = run(loop, loop.start());
        assertThat(reached.step()).isEqualTo(6);
        assertThat(reached.microTokens()).isEqualTo(32);
        assertThat(parts).containsExactly(4, 4, 2, 4, 4, 2);
        assertThat(findings()).containsExactly("out-of-memory");
    }

    @Test
    void saysSoWhereASingleRowIsTooMuch() {
        TrainingLoop<TaskSequence> loop = loop(options("{}"), (of, rate) -> {
            throw new IllegalStateException("CUDA out of memory");
        });
        assertThatThrownBy(() -> run(loop, loop.start()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("at most 32 tokens");
    }

    @Test
    void otherFailuresAreNotTakenForWantOfMemory() {
        TrainingLoop<TaskSequence> loop = loop(options("{}"), (of, rate) -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> run(loop, loop.start())).hasMessage("broken");
    }

    @Test
    void aNumberThatIsNoneEndsTheRunBehindTheLastGoodStep() {
        int[] steps = new int[1];
        TrainingLoop<TaskSequence> loop = loop(options("{}"), (of, rate) -> {
            steps[0]++;
            return steps[0] == 3 ? taken(Double.NaN, 0) : learn(of, rate);
        });
        assertThatThrownBy(() -> run(loop, loop.start()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("step 3 over train.jsonl line ")
                .hasMessageContaining("not finite");
        assertThat(kept).extracting(State::step).containsExactly(2L);
        assertThat(findings()).containsExactly("not-finite");
    }

    @Test
    void goesOnWhereItStood() {
        TrainingLoop<TaskSequence> loop = loop(options("{}"), this::learn);
        run(loop, loop.start());
        List<String> all =
                log.lines("step").stream().map(TrainingLoopTest::without).toList();
        log.backTo(2);
        run(loop, kept.getFirst());
        assertThat(log.lines("step").stream().map(TrainingLoopTest::without).toList())
                .isEqualTo(all);
    }

    @Test
    void tellsOfNewUsersAtChanceAndOfReasonsThatFall() {
        scores.add(Score.ofOrder(0.6, 0.6, 0.51));
        double[] reason = {1};
        TrainingLoop<TaskSequence> loop = loop(options("{\"evaluateEvery\": 2}"), (of, rate) -> {
            reason[0] *= 1.2;
            return taken(1, reason[0]);
        });
        run(loop, loop.start());
        assertThat(findings()).contains("cold-start-at-chance", "reasons-fall-while-auc-holds");
    }

    @Test
    void stepsWithoutReasonsSayNothingOfThem() {
        int[] step = {0};
        TrainingLoop<TaskSequence> loop = loop(options("{\"evaluateEvery\": 2}"), (of, rate) -> {
            step[0]++;
            // As good all the time; between the first two evaluations one step of two has none.
            return step[0] == 3 ? new Taken(1, Map.of("prediction", 1.0), Map.of("preference", 1.0), 1) : taken(1, .5);
        });
        run(loop, loop.start());
        assertThat(findings()).doesNotContain("reasons-fall-while-auc-holds");
    }

    @Test
    void anEvaluationThatIsNoNumberIsNoBetterThanOneThatIs() {
        for (double uauc : new double[] {Double.NaN, 0.6, Double.NaN, 0.61}) {
            scores.add(Score.ofOrder(0.6, uauc, 0.7));
        }
        TrainingLoop<TaskSequence> loop =
                loop(options("{\"epochs\": 1, \"batch\": 3, \"evaluateEvery\": 1}"), this::learn);
        assertThat(run(loop, loop.start()).best()).isEqualTo(0.61);
        assertThat(log.lines("evaluation"))
                .extracting(line -> line.path(TrainingLoop.BEST).asBoolean())
                .containsExactly(true, true, false, true);
    }

    @Test
    void tellsWhereNothingIsChosenByAndTakesTheLast() {
        scores.add(Score.ofOrder(0.6, Double.NaN, 0.7));
        scores.add(Score.ofOrder(0.6, Double.NaN, 0.7));
        TrainingLoop<TaskSequence> loop = loop(options("{\"patience\": 1}"), this::learn);
        assertThat(run(loop, loop.start()).step()).isEqualTo(6);
        assertThat(findings()).containsExactly("nothing-to-choose-by", "nothing-to-choose-by");
        assertThat(log.lines("evaluation").getLast().path(TrainingLoop.BEST).asBoolean())
                .isTrue();
    }

    @Test
    void tellsOfAWarmUpThatIsNotOver() {
        TrainingLoop<TaskSequence> loop = loop(options("{\"warmupSteps\": 6}"), this::learn);
        run(loop, loop.start());
        assertThat(findings()).containsExactly("warm-up-not-over");
    }

    @Test
    void whoReadsTheLogWhileItGoesBackFindsItWhole() throws IOException {
        log.add("step", 1, line -> {});
        log.add("step", 2, line -> {});
        try (BufferedReader reader = Files.newBufferedReader(folder.resolve("metrics.jsonl"))) {
            log.backTo(1);
            assertThat(reader.lines()).hasSize(2);
        }
        assertThat(log.lines("step")).hasSize(1);
    }

    @Test
    void aLogThatCannotBeWrittenIsNamedWithTheFix() throws IOException {
        Files.createDirectory(folder.resolve("metrics.jsonl"));
        assertThatThrownBy(() -> log.add("step", 1, line -> {}))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("metrics.jsonl cannot be written: ")
                .hasMessageContaining("start the run again to go on");
    }

    private static String without(JsonNode line) {
        return ((ObjectNode) line).without("seconds").toString();
    }

    private List<String> findings() {
        return log.lines("finding").stream()
                .map(line -> line.path("finding").asText())
                .toList();
    }
}
