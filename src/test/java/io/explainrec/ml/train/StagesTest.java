package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.instruct.InstructionBuilder;
import io.explainrec.ml.instruct.InstructionFiles;
import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRow.Candidate;
import io.explainrec.ml.instruct.TextRows;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on texts, and one on preferences that begins where it ended, on a model of two layers. */
class StagesTest {
    private static final ModelCard.Made MADE = new ModelCard.Made("test", "21", "engine", "system", 1);

    @TempDir
    private static Path folder;

    private static Llama llama;
    private static ModelCard.Base base;
    private static InstructionFiles data;
    private static Path first;

    @BeforeAll
    static void runTheFirstStage() throws IOException {
        Torch.trainingThread(2);
        Path weights = SmallModel.write(folder.resolve("base"));
        llama = Llama.open(weights);
        base = new ModelCard.Base("small", ModelHash.ofModel(weights));
        List<InstructionRow> rows = IntStream.range(0, 6)
                .mapToObj(r -> new InstructionRow(
                        "user " + r,
                        "film",
                        null,
                        List.of(),
                        List.of(
                                new Candidate("2", "Sea " + r, List.of(), true, null),
                                new Candidate("3", "War " + r, List.of(), false, null))))
                .toList();
        data = InstructionFiles.write(
                folder.resolve("data"),
                "films",
                "research only",
                InstructionBuilder.Options.DEFAULT,
                "by hand",
                Map.of(InstructionFiles.TRAIN, rows::stream, InstructionFiles.VALID, rows.subList(0, 2)::stream));
        TextRows texts = TextRows.open(
                Files.write(
                        folder.resolve("texts.jsonl"),
                        IntStream.range(0, 4)
                                .mapToObj(k -> "{\"instruction\": \"Say " + k + "\", \"output\": \"" + k + "\"}")
                                .toList()),
                "CC BY-NC 4.0");
        first = folder.resolve("first");
        try (TrainingRun<?> run = TrainingRun.prepare(setting("first", base, options("{}"), null), llama, texts)) {
            run.run(step -> {}, () -> false);
        }
    }

    @AfterAll
    static void close() {
        llama.close();
        Torch.inferenceThread(2);
    }

    private static TrainingOptions options(String changes) {
        TrainingOptions options = TrainingJson.changed(
                TrainingOptions.DEFAULT,
                "{\"batch\": 2, \"epochs\": 2, \"prefixTokens\": 300, \"suffixTokens\": 90, \"warmupSteps\": 0,"
                        + " \"learningRate\": 1e-2, \"checkpointEvery\": 2}");
        return TrainingJson.changed(options, changes);
    }

    private static TrainingRun.Setting setting(String run, ModelCard.Base base, TrainingOptions options, Path from) {
        return new TrainingRun.Setting(folder.resolve(run), llama.config(), base, options, MADE, from);
    }

    private static TrainingRun<?> prepare(String run, TrainingOptions options, Path from) {
        return TrainingRun.prepare(setting(run, base, options, from), llama, data, null);
    }

    private static double distance(Path some, Path other) {
        try (LoraAdapter a = AdapterFiles.read(some, llama.config());
                LoraAdapter b = AdapterFiles.read(other, llama.config())) {
            return a.parameters().entrySet().stream()
                    .mapToDouble(matrix -> {
                        float[] values = matrix.getValue().toFloatArray();
                        float[] others = b.parameters().get(matrix.getKey()).toFloatArray();
                        return IntStream.range(0, values.length)
                                .mapToDouble(k -> Math.abs(values[k] - others[k]))
                                .max()
                                .orElseThrow();
                    })
                    .max()
                    .orElseThrow();
        }
    }

    @Test
    void theSecondStageBeginsWithWhatTheFirstCameTo() throws IOException {
        Path model = prepare("still", options("{\"epochs\": 1, \"learningRate\": 1e-12}"), first)
                .run(step -> {}, () -> false);
        assertThat(distance(model, first.resolve("model"))).isLessThan(1e-9);
        Path learned = prepare("learned", options("{}"), first).run(step -> {}, () -> false);
        assertThat(distance(learned, first.resolve("model"))).isGreaterThan(1e-3);
        Path ofTheModel =
                prepare("of-the-model", options("{}"), first.resolve("model")).run(step -> {}, () -> false);
        assertThat(ofTheModel.resolve(AdapterFiles.WEIGHTS))
                .hasSameBinaryContentAs(learned.resolve(AdapterFiles.WEIGHTS));
    }

    @Test
    void aSecondStageThatWasKilledEndsAsOneThatWasNot() {
        Path whole = prepare("whole", options("{}"), first).run(step -> {}, () -> false);
        for (long death : new long[] {1, 3}) {
            assertThatThrownBy(() -> prepare("killed", options("{}"), first)
                            .run(
                                    step -> {
                                        if (step == death) {
                                            throw new IllegalStateException("killed");
                                        }
                                    },
                                    () -> false))
                    .hasMessage("killed");
        }
        Path end = prepare("killed", options("{}"), first).run(step -> {}, () -> false);
        assertThat(end.resolve(AdapterFiles.WEIGHTS)).hasSameBinaryContentAs(whole.resolve(AdapterFiles.WEIGHTS));
    }

    @Test
    void theCardCarriesTheStagesAndTheirLicences() throws IOException {
        Path model = prepare("carried", options("{}"), first).run(step -> {}, () -> false);
        ModelCard card = ModelCard.read(model);
        assertThat(card.stages()).extracting(ModelCard::source).containsExactly("texts.jsonl", "films");
        assertThat(card.nonCommercial()).containsExactly("texts.jsonl (CC BY-NC 4.0)", "films (research only)");
        assertThat(card.before().sha256())
                .isEqualTo(ModelHash.of(first.resolve("model").resolve(AdapterFiles.WEIGHTS)));
        assertThat(card.before().card()).isEqualTo(ModelCard.read(first.resolve("model")));
        assertThat(card.data()).isEqualTo(data.manifest());

        ObjectNode old = (ObjectNode)
                TrainingJson.MAPPER.readTree(model.resolve(ModelCard.FILE).toFile());
        ((ObjectNode) old.at("/before/card/options")).remove("precision");
        Files.write(model.resolve(ModelCard.FILE), TrainingJson.MAPPER.writeValueAsBytes(old));
        assertThat(ModelCard.read(model)).isEqualTo(card);
    }

    @Test
    void refusesWhatDoesNotFitBeforeTheBaseIsRead() throws IOException {
        assertThatThrownBy(() ->
                        TrainingRun.check(setting("none", base, options("{}"), folder.resolve("base")), data, null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds no trained model to begin from");
        assertThatThrownBy(() -> TrainingRun.check(
                        setting("none", base, options("{\"lora\": {\"rank\": 4}}"), first), data, null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("give the same 'lora' in the options");
        assertThatThrownBy(() -> prepare("none", options("{\"lora\": {\"targets\": [\"o_proj\"]}}"), first))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has an adapter of");
        var other = new ModelCard.Base("other", "00");
        assertThatThrownBy(() -> TrainingRun.prepare(setting("none", other, options("{}"), first), llama, data, null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("this run is over 'other' of 00; give the base that it was trained over");
        Path broken = Files.createDirectories(folder.resolve("broken"));
        for (Path file : TrainedModel.files(first.resolve("model"))) {
            Files.copy(file, broken.resolve(file.getFileName()));
        }
        byte[] weights = Files.readAllBytes(broken.resolve(AdapterFiles.WEIGHTS));
        Files.write(broken.resolve(AdapterFiles.WEIGHTS), Arrays.copyOf(weights, weights.length / 2));
        assertThatThrownBy(() -> prepare("none", options("{}"), broken)).isInstanceOf(ModelFileException.class);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void anotherBeginningIsAnotherRun() {
        KilledRun.begin(prepare("begun", options("{}"), first));
        assertThatThrownBy(() -> prepare("begun", options("{}"), null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds a run that differs in the run before (model.json has them)");
    }
}
