package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.Golden;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.attribution.AttributionLoss.Answer;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.InstructionRow.Event;
import io.explainrec.ml.instruct.InstructionRow.Provenance;
import io.explainrec.ml.instruct.InstructionRow.Reason;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraOptions;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a model of two layers, of a few steps. */
class TrainingRunTest {
    private static final ModelCard.Made MADE = new ModelCard.Made("test", "21", "engine", "system", 1);

    @TempDir
    private static Path folder;

    private static Path weights;
    private static Llama llama;
    private static ModelCard.Base base;
    private static InstructionFiles data;

    @BeforeAll
    static void open() throws IOException {
        Torch.trainingThread(2);
        weights = SmallModel.write(folder.resolve("base"));
        llama = Llama.open(weights);
        base = new ModelCard.Base("small", ModelHash.ofModel(weights));
        data = written("data", rows(8));
    }

    @AfterAll
    static void close() {
        llama.close();
        Torch.inferenceThread(2);
    }

    private static InstructionFiles written(String name, List<InstructionRow> rows) {
        return InstructionFiles.write(
                folder.resolve(name),
                "made",
                null,
                InstructionBuilder.Options.DEFAULT,
                "by hand",
                Map.of(InstructionFiles.TRAIN, rows::stream, InstructionFiles.VALID, rows.subList(0, 2)::stream));
    }

    private static List<InstructionRow> rows(int count) {
        Random random = new Random(5);
        return IntStream.range(0, count)
                .mapToObj(r -> new InstructionRow(
                        "user " + r,
                        "film",
                        null,
                        List.of(new Event("1", "Film " + random.nextInt(9), true, null)),
                        List.of(
                                new Candidate(
                                        "2", "Sea " + r, List.of("Drama"), true, reason("liked 2 of 2 Drama before")),
                                new Candidate(
                                        "3", "War " + r, List.of("War"), false, reason("liked 0 of 3 War before")))))
                .toList();
    }

    private static Reason reason(String text) {
        return new Reason(text, Provenance.DERIVED, List.of(), null);
    }

    private static TrainingOptions options(double dropout, double learningRate) {
        return new TrainingOptions(
                Precision.FLOAT32,
                new LoraOptions(2, 4, dropout, LoraOptions.DEFAULT.targets()),
                new AttributionLoss.Options(1, 0.5, 0.1, 1, Answer.BINARY, true),
                TaskOptions.DEFAULT,
                true,
                true,
                true,
                0,
                300,
                90,
                0,
                2,
                2,
                512,
                learningRate,
                1,
                Schedule.Shape.COSINE,
                1,
                3,
                0,
                2,
                0,
                11);
    }

    private static TrainingRun<?> prepare(String run, InstructionFiles of, TrainingOptions options) {
        return TrainingRun.prepare(
                new TrainingRun.Setting(folder.resolve(run), llama.config(), base, options, MADE, null),
                llama,
                of,
                null);
    }

    @Test
    void cardsOfBeforeAreRead() throws IOException {
        KilledRun.begin(prepare("old", data, options(0.1, 5e-3)));
        Path card = folder.resolve("old").resolve(ModelCard.FILE);
        Files.writeString(card, Files.readString(card).replaceAll("\\s*\"(precision|reasonsPerRow)\" : [^\n]*,", ""));
        assertThat(Files.readString(card)).doesNotContain("precision", "reasonsPerRow");
        TrainingOptions read = ModelCard.read(folder.resolve("old")).options();
        assertThat(read).isEqualTo(options(0.1, 5e-3));
        Files.writeString(card, "[]");
        assertThatThrownBy(() -> ModelCard.read(folder.resolve("old")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void twoDoNotTrainInOneFolder() throws IOException {
        TrainingOptions options = options(0.1, 5e-3);
        Path end = prepare("shared", data, options)
                .run(
                        step -> assertThatThrownBy(
                                        () -> prepare("shared", data, options).run(again -> {}, () -> false))
                                .isInstanceOf(TrainingException.class)
                                .hasMessageContaining("another process trains in " + folder.resolve("shared")),
                        () -> false);
        assertThat(end).isDirectory();
        // It ended, so nothing of it is written again.
        Files.setLastModifiedTime(end.resolve(ModelCard.FILE), FileTime.from(Instant.EPOCH));
        assertThat(prepare("shared", data, options).run(step -> {}, () -> false))
                .isEqualTo(end);
        assertThat(Files.getLastModifiedTime(end.resolve(ModelCard.FILE)).toInstant())
                .isEqualTo(Instant.EPOCH);
    }

    @Test
    void learnsAndARunThatWasKilledEndsWithTheSameWeights() throws IOException {
        TrainingOptions options = options(0.1, 5e-3);
        Path whole = prepare("whole", data, options).run(step -> {}, () -> false);
        List<Double> losses = new TrainingLog(folder.resolve("whole/metrics.jsonl"))
                .lines("step").stream()
                        .map(line -> line.path("loss").asDouble())
                        .toList();
        assertThat(losses).hasSize(8);
        assertThat(losses.getLast()).isLessThan(losses.getFirst());

        Path end = KilledRun.end(() -> prepare("killed", data, options), 1, 3, 4, 7);
        assertThat(Files.readAllBytes(end.resolve(AdapterFiles.WEIGHTS)))
                .isEqualTo(Files.readAllBytes(whole.resolve(AdapterFiles.WEIGHTS)));
        assertThat(new TrainingLog(folder.resolve("killed/metrics.jsonl")).lines("step"))
                .hasSize(8);

        ModelCard card = ModelCard.read(end);
        assertThat(card.reached()).containsKeys("uauc", "auc", "steps");
        assertThat(card.options()).isEqualTo(options);
        try (TrainedModel model = TrainedModel.open(end, named -> weights)) {
            assertThat(model.card().base()).isEqualTo(base);
        }
        assertThatThrownBy(() -> TrainedModel.open(whole, named -> Golden.asset("smollm2")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("was trained over one with");
    }

    private static TrainingRun<?> fused(String run, TrainingRun.Fused fused) {
        var setting =
                new TrainingRun.Setting(folder.resolve(run), llama.config(), base, options(0.1, 5e-3), MADE, null);
        return TrainingRun.prepare(setting, llama, data, fused);
    }

    @Test
    void itemsVectorsAreLearnedFromAndReadAgainAcrossAKill() throws IOException {
        var from = new ModelCard.Fusion("fusion-1-made", Map.of("text", "minilm-1"), "aa", "bb", 3);
        var vectors =
                new TrainingRun.Fused(from, (domain, item) -> item.equals("2") ? new float[] {.1f, -.2f, .3f} : null);
        Path whole = fused("fused", vectors).run(step -> {}, () -> false);
        boolean[] died = new boolean[1];
        assertThatThrownBy(() -> fused("fused-killed", vectors)
                        .run(
                                step -> {
                                    if (step == 3 && !died[0]) {
                                        died[0] = true;
                                        throw new IllegalStateException("killed");
                                    }
                                },
                                () -> false))
                .hasMessage("killed");
        Path end = fused("fused-killed", vectors).run(step -> {}, () -> false);
        for (String file : List.of(AdapterFiles.WEIGHTS, Trained.HEADS)) {
            assertThat(Files.readAllBytes(end.resolve(file))).isEqualTo(Files.readAllBytes(whole.resolve(file)));
        }
        try (TrainedModel model = TrainedModel.open(end, named -> weights)) {
            assertThat(model.card().fusion()).isEqualTo(from);
            float[] vector = SoftItems.scaled(vectors.vectors()).of("film", "2");
            assertThat(vector[0] * vector[0] + vector[1] * vector[1] + vector[2] * vector[2])
                    .isCloseTo(3f, within(1e-5f));
            var tokens = model.items().tokens(List.of(0, 4), Arrays.asList(null, vector));
            assertThat(tokens.getFirst()).isNull();
            assertThat(tokens.getLast().place()).isEqualTo(4);
            assertThat(tokens.getLast().vector()).hasSize(llama.config().embed());
        }
        Files.delete(end.resolve(Trained.HEADS));
        assertThatThrownBy(() -> TrainedModel.open(end, named -> weights))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(Trained.HEADS);
        assertThatThrownBy(() -> fused("fused", null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds a run that differs in fusion");
        assertThatThrownBy(() -> fused("vectorless", new TrainingRun.Fused(from, (domain, item) -> null)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("none of the data's candidates has a vector");
    }

    @Test
    void refusesBeforeAnythingIsComputed() {
        TrainingOptions options = options(0, 1e-3);
        KilledRun.begin(prepare("claimed", data, options));
        assertThatThrownBy(() -> prepare("claimed", data, options(0, 2e-3)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds a run that differs in options");
        InstructionRow row = rows(1).getFirst();
        InstructionRow liked = new InstructionRow(
                "u", "film", null, List.of(), row.candidates().subList(0, 1));
        assertThatThrownBy(() -> prepare("one class", written("one-class", List.of(liked, liked)), options))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("2 likes and 0 dislikes");
        assertThatThrownBy(() -> prepare("narrow", data, TrainingJson.changed(options, "{\"suffixTokens\": 5}")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("give suffixTokens of at least");
        assertThatThrownBy(() -> prepare("narrow", data, TrainingJson.changed(options, "{\"prefixTokens\": 50}")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("give prefixTokens of at least");
        assertThat(folder.resolve("one class")).doesNotExist();
        prepare("prepared", data, options).close();
        assertThat(folder.resolve("prepared"))
                .as("a run that was prepared and not begun")
                .doesNotExist();
    }

    @Test
    void refusesARowThatDoesNotFitTheContext() {
        List<Event> history = IntStream.range(0, 100)
                .mapToObj(k -> new Event("1", "A film with quite a long title, number " + k, true, null))
                .toList();
        InstructionRow row = new InstructionRow(
                "u", "film", null, history, rows(1).getFirst().candidates());
        TrainingOptions wide = new TrainingOptions(
                Precision.FLOAT32,
                LoraOptions.DEFAULT,
                options(0, 1).loss(),
                TaskOptions.DEFAULT,
                true,
                true,
                true,
                0,
                9_000,
                90,
                0,
                1,
                2,
                512,
                1e-3,
                0,
                Schedule.Shape.LINEAR,
                1,
                0,
                0,
                1,
                0,
                0);
        assertThatThrownBy(() -> prepare("long", written("long-data", List.of(row, row)), wide))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("train.jsonl line ")
                .hasMessageContaining("the model's context is 512");
        assertThat(folder.resolve("long")).doesNotExist();
    }
}
