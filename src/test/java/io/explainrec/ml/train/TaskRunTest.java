package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs of several tasks on a model of two layers. */
class TaskRunTest {
    private static final ModelCard.Made MADE = new ModelCard.Made("test", "21", "engine", "system", 1);

    @TempDir
    private static Path folder;

    private static Llama llama;
    private static ModelCard.Base base;

    @BeforeAll
    static void open() throws IOException {
        Torch.trainingThread(2);
        Path weights = SmallModel.write(folder.resolve("base"));
        llama = Llama.open(weights);
        base = new ModelCard.Base("small", ModelHash.ofModel(weights));
    }

    @AfterAll
    static void close() {
        llama.close();
        Torch.inferenceThread(2);
    }

    private static List<InstructionRow> rows(boolean graded, boolean otherDomains) {
        return IntStream.range(0, 8)
                .mapToObj(r -> new InstructionRow(
                        "user " + r,
                        "film",
                        null,
                        List.of(new Event("1", "Thing " + r, true, null)),
                        null,
                        List.of(
                                new Candidate("2", "Sea " + r, List.of(), null, null, true, null, graded ? 4 : null),
                                new Candidate(
                                        "3",
                                        "War " + r,
                                        List.of(),
                                        null,
                                        null,
                                        false,
                                        null,
                                        graded ? 1 + r % 3 : null)),
                        otherDomains && r % 2 == 1 ? true : null))
                .toList();
    }

    private static InstructionFiles data(String name, List<InstructionRow> rows, Map<String, Integer> grades) {
        return InstructionFiles.write(
                folder.resolve(name),
                "made",
                null,
                InstructionBuilder.Options.DEFAULT,
                new InstructionFiles.Split("by hand", null),
                Map.of(InstructionFiles.TRAIN, rows::stream, InstructionFiles.VALID, rows.subList(0, 1)::stream),
                grades);
    }

    private static TrainingOptions options(String tasks) throws IOException {
        Path file = folder.resolve("options.json");
        Files.writeString(
                file,
                "{\"rows\": 0, \"epochs\": 2, \"batch\": 2, \"prefixTokens\": 300, \"suffixTokens\": 90, \"microTokens\": 300,"
                        + " \"checkpointEvery\": 2, \"warmupSteps\": 0, \"learningRate\": 1e-2, \"tasks\": " + tasks
                        + "}");
        return TrainingJson.read(file);
    }

    private static TrainingRun<?> prepare(String run, InstructionFiles data, TrainingOptions options) {
        return TrainingRun.prepare(
                new TrainingRun.Setting(folder.resolve(run), llama.config(), base, options, MADE, null),
                llama,
                data,
                null);
    }

    @ParameterizedTest
    @CsvSource({"UNCERTAINTY,false", "AVERAGE,true", "EQUAL,true"})
    void aRunOfSeveralTasksThatWasKilledEndsAsOneThatWasNot(String weighting, boolean surgery) throws IOException {
        InstructionFiles data = data("data-" + weighting, rows(true, true), Map.of("film", 5));
        assertThat(data.manifest().parts().get(InstructionFiles.TRAIN).graded()).isEqualTo(16);
        assertThat(data.manifest().parts().get(InstructionFiles.TRAIN).otherDomains())
                .isEqualTo(4);
        TrainingOptions options = options("{\"rating\": true, \"crossDomain\": true, \"window\": 1, \"weighting\": \""
                + weighting + "\", \"surgery\": " + surgery + "}");
        Path whole;
        try (TrainingRun<?> run = prepare("whole-" + weighting, data, options)) {
            whole = run.run(step -> {}, () -> false);
        }
        Path killed = KilledRun.end(() -> prepare("killed-" + weighting, data, options), 1, 3, 6);
        for (String file : List.of(AdapterFiles.WEIGHTS, Trained.HEADS)) {
            assertThat(killed.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        List<JsonNode> steps = new TrainingLog(folder.resolve("killed-" + weighting + "/metrics.jsonl")).lines("step");
        assertThat(steps).hasSize(8).allSatisfy(step -> {
            assertThat(step.path("weights").size()).isEqualTo(3);
            assertThat(step.path("weights").path("rating").asDouble()).isPositive();
        });
        boolean alike =
                steps.stream().map(step -> step.path("weights")).distinct().count() == 1;
        assertThat(alike).isEqualTo("EQUAL".equals(weighting));
    }

    @Test
    void withoutATaskItsRowsAreLeftOutAndThereAreNoHeads() throws IOException {
        InstructionFiles data = data("plain", rows(true, true), Map.of("film", 5));
        try (TrainingRun<?> run = prepare("preference", data, options("{}"))) {
            assertThat(run.steps()).isEqualTo(4);
            assertThat(Files.exists(run.run(step -> {}, () -> false).resolve(Trained.HEADS)))
                    .isFalse();
        }
    }

    @Test
    void refusesATaskThatTheDataDoNotTeach() throws IOException {
        InstructionFiles data = data("verdicts", rows(false, false), null);
        TrainingOptions rating = options("{\"rating\": true}");
        assertThatThrownBy(() -> prepare("no grades", data, rating))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("tasks.rating is asked for")
                .hasMessageContaining("leave the task out");
        TrainingOptions across = options("{\"crossDomain\": true}");
        assertThatThrownBy(() -> prepare("one domain", data, across))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no row with a history of other domains");
        assertThat(folder.resolve("no grades")).doesNotExist();
    }
}
