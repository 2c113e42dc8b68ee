package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.instruct.TextRows;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on texts, on a model of two layers. */
class TextRunTest {
    private static final ModelCard.Made MADE = new ModelCard.Made("test", "21", "engine", "system", 1);
    private static final String OPTIONS = "{\"rows\": 0, \"epochs\": 3, \"batch\": 4, \"microTokens\": 700,"
            + " \"evaluateEvery\": 2, \"checkpointEvery\": 3, \"warmupSteps\": 0, \"learningRate\": 1e-2}";

    @TempDir
    private static Path folder;

    private static Path weights;
    private static Llama llama;
    private static ModelCard.Base base;

    @BeforeAll
    static void open() throws IOException {
        Torch.trainingThread(2);
        weights = SmallModel.write(folder.resolve("base"));
        llama = Llama.open(weights);
        base = new ModelCard.Base("small", ModelHash.ofModel(weights));
    }

    @AfterAll
    static void close() {
        llama.close();
        Torch.inferenceThread(2);
    }

    private static TextRows rows(String name, int count, IntFunction<String> output) throws IOException {
        List<String> lines = IntStream.range(0, count)
                .mapToObj(k -> "{\"instruction\": \"Name it.\", \"input\": \"" + k + "\", \"output\": \""
                        + output.apply(k) + "\"}")
                .toList();
        return TextRows.open(Files.write(folder.resolve(name), lines), null);
    }

    private static TrainingRun<?> prepare(String run, TextRows rows) {
        TrainingOptions options = TrainingJson.changed(TrainingOptions.DEFAULT, OPTIONS);
        return TrainingRun.prepare(
                new TrainingRun.Setting(folder.resolve(run), llama.config(), base, options, MADE, null), llama, rows);
    }

    private static List<JsonNode> log(String run, String kind) {
        return new TrainingLog(folder.resolve(run).resolve("metrics.jsonl")).lines(kind);
    }

    @Test
    void learnsAndARunThatWasKilledEndsWithTheSameWeights() throws IOException {
        TextRows rows = rows("rows.jsonl", 12, k -> "the answer of all");
        Path whole = prepare("whole", rows).run(step -> {}, () -> false);
        assertThat(log("whole", "step")).hasSize(9);
        List<Double> losses = log("whole", "evaluation").stream()
                .map(line -> line.path("loss").asDouble())
                .toList();
        assertThat(losses.getLast()).isLessThan(losses.getFirst());

        Path end = KilledRun.end(() -> prepare("killed", rows), 1, 3, 5, 8);
        assertThat(end.resolve(AdapterFiles.WEIGHTS)).hasSameBinaryContentAs(whole.resolve(AdapterFiles.WEIGHTS));
        ModelCard card = ModelCard.read(end);
        assertThat(card.text()).isEqualTo(rows.manifest());
        assertThat(card.data()).isNull();
        assertThat(card.reached()).containsOnlyKeys("loss", "steps");
        assertThat(card.reached().get("loss"))
                .isEqualTo(losses.stream().mapToDouble(loss -> loss).min().orElseThrow());
        try (TrainedModel model = TrainedModel.open(end, named -> weights)) {
            assertThat(model.card().source()).isEqualTo("rows.jsonl");
        }
    }

    @Test
    void otherTextsInTheSameFolderAreRefused() throws IOException {
        KilledRun.begin(prepare("claimed", rows("some.jsonl", 4, k -> "yes")));
        TextRows other = rows("other.jsonl", 5, k -> "yes");
        assertThatThrownBy(() -> prepare("claimed", other))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds a run that differs in texts");
    }

    @Test
    void aRowLongerThanTheContextIsRefusedByItsLine() throws IOException {
        TextRows rows = rows("long.jsonl", 6, k -> k == 3 ? "and again ".repeat(90) : "short");
        assertThatThrownBy(() -> prepare("long", rows))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("long.jsonl line 4 takes ")
                .hasMessageContaining("the model's context is 512; shorten the row, or leave it out");
        assertThat(folder.resolve("long")).doesNotExist();
    }
}
