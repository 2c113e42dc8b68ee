package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Golden;
import io.explainrec.ml.adapt.AdaptingScorer;
import io.explainrec.ml.fusion.SoftTokenProjection;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.lora.AdapterFiles;
import io.explainrec.ml.lora.LoraAdapter;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.text.Candidate;
import io.explainrec.ml.text.InstructionFormat;
import io.explainrec.ml.text.Profile;
import io.explainrec.ml.text.TokenizerException;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelHash;
import io.explainrec.registry.added.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainedModelTest {
    private static final Profile PROFILE =
            new Profile("film", List.of(new Profile.Event("Heat", true, "liked 2 of 2 Crime before")));
    private static final List<Candidate> CANDIDATES =
            List.of(new Candidate("Casino", List.of("Crime")), new Candidate("Bambi", List.of("Children")));

    private static final ModelCard.Fusion FUSION =
            new ModelCard.Fusion("fusion-1-made", Map.of("text", "minilm-1"), "aa", "bb", 3);

    @TempDir
    private Path folder;

    private Path base;

    @BeforeEach
    void write() throws IOException {
        Torch.inferenceThread(1);
        base = SmallModel.write(folder.resolve("base"));
    }

    private static float[] scores(TrainedModel model) {
        return scores(model, model.linears());
    }

    private static float[] scores(TrainedModel model, Linears linears) {
        InstructionFormat.Answers answers = model.format().answers();
        try (PrefixScorer scorer = new PrefixScorer(model.llama(), linears, answers.yes(), answers.no())) {
            return scorer.score(
                    model.format().prefix(PROFILE).ids(),
                    CANDIDATES.stream().map(model.format()::suffix).toList(),
                    () -> false);
        }
    }

    private float[] alone(Path model) {
        try (TrainedModel opened = TrainedModel.open(model, named -> base)) {
            return scores(opened);
        }
    }

    @Test
    void severalAnswerFromOneBaseInMemoryAndLeaveItAsItIs() {
        Path one = TrainedSmall.write(folder.resolve("one"), base, 0.1);
        Path other = TrainedSmall.write(folder.resolve("other"), base, -0.2);
        Path none = TrainedSmall.write(folder.resolve("none"), base, 0);
        var opened = new TrainedModel.OpenedBase(base, ModelHash.ofModel(base));
        try (Llama llama = Llama.open(base)) {
            float[] first;
            try (TrainedModel a = TrainedModel.over(llama, opened, one);
                    TrainedModel b = TrainedModel.over(llama, opened, other)) {
                first = scores(a);
                assertThat(scores(b)).isEqualTo(alone(other)).isNotEqualTo(first);
                assertThat(scores(a)).isEqualTo(first).isEqualTo(alone(one));
            }
            try (TrainedModel unchanged = TrainedModel.over(llama, opened, none)) {
                assertThat(scores(unchanged)).isEqualTo(alone(none)).isNotEqualTo(first);
            }
        }
    }

    /** Such a change is less than half of what tells two weights of this type apart. */
    @Test
    void aSmallChangeOfANarrowBaseIsNotRoundedAway() throws IOException {
        Path model = TrainedSmall.write(folder.resolve("narrow"), base, 1e-4);
        Path card = model.resolve(ModelCard.FILE);
        Files.writeString(card, Files.readString(card).replace("\"FLOAT32\"", "\"BFLOAT16\""));
        try (TrainedModel opened = TrainedModel.open(model, named -> base);
                LoraAdapter adapter = AdapterFiles.read(model, opened.llama().config())) {
            assertThat(opened.llama().precision()).isEqualTo(Precision.BFLOAT16);
            Linears base = opened.llama().linears();
            assertThat(scores(opened))
                    .isEqualTo(scores(opened, adapter.over(base)))
                    .isNotEqualTo(scores(opened, base));
        }
    }

    @Test
    void isFoundInItsOwnFolderAndInTheRuns() throws IOException {
        Path model = TrainedSmall.write(folder.resolve("run/model"), base, 0.1);
        Files.copy(model.resolve(ModelCard.FILE), folder.resolve("run/" + ModelCard.FILE));
        assertThat(TrainedModel.in(model)).contains(model);
        assertThat(TrainedModel.in(folder.resolve("run"))).contains(model);
        Files.delete(model.resolve(AdapterFiles.WEIGHTS));
        assertThat(TrainedModel.in(folder.resolve("run"))).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeItIsOpened() throws IOException {
        Path model = TrainedSmall.write(folder.resolve("model"), base, 0.1);
        assertThat(TrainedModel.check(model, named -> base).base().name()).isEqualTo(base.toString());

        Path another = Golden.asset("smollm2");
        refused(model, another, ModelFileException.class, "was trained over one with");
        Path weights = model.resolve(AdapterFiles.WEIGHTS);
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length - 100));
        refused(model, base, ModelFileException.class, AdapterFiles.WEIGHTS);

        for (String file : List.of("tokenizer.json", "config.json")) {
            Path changed = SmallModel.write(folder.resolve("other-" + file));
            Files.writeString(changed.resolve(file), Files.readString(base.resolve(file)) + " ");
            refused(model, changed, ModelFileException.class, "was trained over one with");
        }

        TrainedSmall.write(model, base, Double.NaN);
        refused(model, base, ModelFileException.class, "expected finite numbers");

        TrainedSmall.write(model, base, 0.1);
        Path config = model.resolve("adapter_config.json");
        Files.writeString(config, Files.readString(config).replace("\"r\" : 8", "\"r\" : 4"));
        refused(model, base, ModelFileException.class, "lora_A");

        TrainedSmall.write(model, base, 0.1);
        TrainedSmall.card(base, "1", null).write(model.resolve(ModelCard.FILE));
        refused(model, base, TrainingException.class, "was trained on format 1");
        Files.writeString(model.resolve(ModelCard.FILE), "{\"version\": 9}");
        refused(model, base, TrainingException.class, "model.json");
    }

    @Test
    void aBaseWithoutOneTokenForAnAnswerIsRefused() throws IOException {
        byte[] tokenizer = Files.readAllBytes(Golden.folder("tiny-llama").resolve("tokenizer.json"));
        Files.write(base.resolve("tokenizer.json"), tokenizer);
        Path model = TrainedSmall.write(folder.resolve("model"), base, 0.1);
        refused(model, base, TokenizerException.class, "'Yes' and 'No' must be one token each");
    }

    @Test
    void readsItemsVectorsOfAnyLengthByTheProjectionThatItLearned() {
        Path model = TrainedSmall.write(folder.resolve("model"), base, 0.1, FUSION);
        float[] vector = {.1f, -.2f, .3f};
        float[] twice = {.2f, -.4f, .6f};
        TrainedModel.check(model, named -> base);
        try (TrainedModel opened = TrainedModel.open(model, named -> base);
                AdaptingScorer scorer = opened.scorer()) {
            List<Candidate> placed = List.of(CANDIDATES.get(0).at(vector), CANDIDATES.get(1));
            InstructionFormat.WithItem item = opened.format().suffixWithItem(CANDIDATES.get(0), null);
            List<float[]> scaled =
                    Arrays.asList(SoftItems.scaled((domain, name) -> vector).of("film", "1"), null);
            InstructionFormat.Answers answers = opened.format().answers();
            float[] expected;
            try (PrefixScorer prefixes =
                    new PrefixScorer(opened.llama(), opened.linears(), answers.yes(), answers.no())) {
                expected = prefixes.score(
                        new SharedPrompts(
                                opened.format().prefix(PROFILE).ids(),
                                List.of(item.ids(), opened.format().suffix(CANDIDATES.get(1))),
                                opened.items().tokens(List.of(item.place(), 0), scaled)),
                        null,
                        () -> false);
            }
            assertThat(scorer.score(PROFILE, placed, () -> false).logits()).isEqualTo(expected);
            assertThat(scorer.score(PROFILE, List.of(CANDIDATES.get(0).at(twice), CANDIDATES.get(1)), () -> false)
                            .logits())
                    .isEqualTo(expected);
            assertThat(scorer.score(PROFILE, CANDIDATES, () -> false).logits())
                    .isEqualTo(scores(opened))
                    .isNotEqualTo(expected);
        }
    }

    @Test
    void aProjectionThatDoesNotFitIsRefusedAndIsAmongItsFiles() throws IOException {
        Path model = TrainedSmall.write(folder.resolve("model"), base, 0.1, FUSION);
        Path heads = model.resolve(Trained.HEADS);
        assertThat(TrainedModel.files(model)).contains(heads);
        assertThat(TrainedModel.files(TrainedSmall.write(folder.resolve("plain"), base, 0.1)))
                .doesNotContain(folder.resolve("plain").resolve(Trained.HEADS));
        try (SoftTokenProjection other = SoftTokenProjection.initial(5, 32, 1, 7)) {
            TrainedSmall.projection(model, other);
            refused(model, base, ModelFileException.class, "soft_token.");
        }
        try (SoftTokenProjection broken = SoftTokenProjection.initial(FUSION.width(), 32, 1, 7)) {
            broken.parameters().get("bias").addi(Float.NaN);
            TrainedSmall.projection(model, broken);
            refused(model, base, ModelFileException.class, "has NaN in 'bias'; expected finite numbers");
        }
        Files.delete(heads);
        refused(model, base, ModelFileException.class, Trained.HEADS);
    }

    private static void refused(Path model, Path over, Class<? extends Exception> as, String message) {
        assertThatThrownBy(() -> TrainedModel.check(model, named -> over))
                .isInstanceOf(as)
                .hasMessageContaining(message);
    }
}
