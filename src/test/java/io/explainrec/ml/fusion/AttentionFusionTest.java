package io.explainrec.ml.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionFusionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FusionConfig CONFIG = new FusionConfig(
            List.of(new Modality("text", 3), new Modality("image", 2)), 4, 2, FusionConfig.DEFAULT_EPSILON);

    private static final float[] TEXT = {1, -2, .5f};
    private static final float[] IMAGE = {.3f, 2};

    @TempDir
    Path folder;

    @BeforeEach
    void loadEngine() {
        Torch.manager().close();
    }

    /**
     * On paper: with W_a = (1, 0) and W_b = (0, 1), a norm of two elements gives z_a = (1, -1) and z_b = (-1, 1). With q = (s, -s)
     * the scores are sqrt(2) s and -sqrt(2) s, and s = ln 3 / (2 sqrt 2) makes the weights 3/4 and 1/4: h = (1/2, -1/2).
     */
    @Test
    void twoModalitiesOnPaper() {
        List<Modality> modalities = List.of(new Modality("a", 1), new Modality("b", 1));
        try (AttentionFusion fusion = AttentionFusion.initial(new FusionConfig(modalities, 2, 0, 1e-12f), 1)) {
            float s = (float) (Math.log(3) / (2 * Math.sqrt(2)));
            set(fusion, "project.a.weight", 1, 0);
            set(fusion, "project.b.weight", 0, 1);
            set(fusion, "embedding.a", 0, 0);
            set(fusion, "embedding.b", 0, 0);
            set(fusion, "key.weight", 1, 0, 0, 1);
            set(fusion, "value.weight", 1, 0, 0, 1);
            set(fusion, "query.alone", s, -s);
            FusedItem fused = fusion.fuse(List.of(FusionInput.of(Map.of("a", new float[] {2}, "b", new float[] {5}))))
                    .getFirst();

            assertThat(fused.weights().get("a")).isCloseTo(.75f, within(1e-6f));
            assertThat(fused.weights().get("b")).isCloseTo(.25f, within(1e-6f));
            assertThat(fused.vector()).containsExactly(new float[] {.5f, -.5f}, within(1e-6f));
        }
    }

    @Test
    void whatIsMissingIsMaskedAndGetsNoGradient() {
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1);
                NDManager call = Torch.manager()) {
            FusedItem fused =
                    fusion.fuse(List.of(FusionInput.of(Map.of("text", TEXT)))).getFirst();
            assertThat(fused.weights()).isEqualTo(Map.of("text", 1f));

            fusion.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                List<FusionInput> items = List.of(FusionInput.of(Map.of("text", TEXT)));
                AttentionFusion.Fused result = fusion.forward(FusionBatch.of(CONFIG, items, call));
                assertThat(result.weights().toFloatArray()).containsExactly(1, 0);
                gradients.backward(result.vectors()
                        .mul(call.create(new float[] {1, 2, 3, 4}))
                        .sum());
                assertThat(gradient(fusion, "project.image.weight")).containsOnly(0);
                assertThat(gradient(fusion, "embedding.image")).containsOnly(0);
                assertThat(gradient(fusion, "project.text.weight")).doesNotContain(0);
            }
        }
    }

    @Test
    void theContextChangesTheWeights() {
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1)) {
            Map<String, float[]> both = Map.of("text", TEXT, "image", IMAGE);
            List<FusedItem> fused = fusion.fuse(List.of(
                    FusionInput.of(both),
                    new FusionInput(both, new float[] {9, 3}),
                    new FusionInput(both, new float[] {-9, -3}),
                    new FusionInput(both, new float[] {0, 0})));

            assertThat(fused.get(0).weights().get("text"))
                    .isCloseTo(.5f, within(.05f)); // a small learned query at first
            float text = fused.get(1).weights().get("text");
            assertThat(fused.get(2).weights().get("text")).isCloseTo(1 - text, within(1e-5f));
            assertThat(Math.abs(text - .5f)).isGreaterThan(.1f);
            assertThat(fused.get(3).weights().get("text")).isEqualTo(.5f); // its query is zero
        }
    }

    @Test
    void itemsDoNotDependOnTheirNeighboursAndManyAreDoneInTurn() {
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1)) {
            FusionInput one = new FusionInput(Map.of("text", TEXT, "image", IMAGE), new float[] {1, 2});
            FusionInput other = FusionInput.of(Map.of("image", IMAGE));
            List<FusionInput> many = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                many.add(i % 2 == 0 ? one : other);
            }
            float[] alone = fusion.fuse(List.of(one)).getFirst().vector();
            List<FusedItem> fused = fusion.fuse(many);

            assertThat(fused).hasSize(600);
            assertThat(fused.get(598).vector()).containsExactly(alone, within(1e-6f));
            assertThat(fused.get(599).weights()).containsOnlyKeys("image");
            assertThat(fusion.fuse(List.of())).isEmpty();
        }
    }

    @Test
    void aSeedGivesTheSameAndIsKeptByTheFiles() {
        List<FusionInput> items = List.of(new FusionInput(Map.of("text", TEXT, "image", IMAGE), new float[] {1, 2}));
        try (AttentionFusion first = AttentionFusion.initial(CONFIG, 7);
                AttentionFusion same = AttentionFusion.initial(CONFIG, 7);
                AttentionFusion other = AttentionFusion.initial(CONFIG, 8)) {
            float[] vector = first.fuse(items).getFirst().vector();
            assertThat(same.fuse(items).getFirst().vector()).isEqualTo(vector);
            assertThat(other.fuse(items).getFirst().vector()).isNotEqualTo(vector);
            assertThat(first.parameters().get("project.text.weight").toFloatArray()[0])
                    .isEqualTo(0.2663883f);

            Path saved = folder.resolve("a/b");
            first.save(saved);
            first.save(saved);
            try (AttentionFusion read = AttentionFusion.open(saved)) {
                assertThat(read.config()).isEqualTo(CONFIG);
                assertThat(read.fuse(items).getFirst().vector()).isEqualTo(vector);
                assertThat(read.parameters().keySet())
                        .isEqualTo(first.parameters().keySet());
            }
        }
    }

    @Test
    void callsLeaveNothingBehind() {
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1)) {
            List<FusionInput> items = List.of(
                    new FusionInput(Map.of("text", TEXT), new float[] {1, 2}), FusionInput.of(Map.of("image", IMAGE)));
            fusion.fuse(items);
            int before = fusion.held();
            for (int i = 0; i < 100; i++) {
                fusion.fuse(items);
            }
            assertThat(fusion.held()).isEqualTo(before);
        }
    }

    @Test
    void itemsThatDoNotFitAreRefusedByTheirPlace() {
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1)) {
            FusionInput good = FusionInput.of(Map.of("text", TEXT));
            assertRefused(
                    fusion, good, FusionInput.of(Map.of()), "item 1 has the modalities []; expected one at least");
            assertRefused(
                    fusion,
                    good,
                    FusionInput.of(Map.of("audio", TEXT)),
                    "[audio]; expected one at least, and none but");
            assertRefused(
                    fusion,
                    good,
                    FusionInput.of(Map.of("text", IMAGE)),
                    "the vector of 'text' has length 2; expected 3");
            float[] broken = {0, Float.NaN};
            assertRefused(fusion, good, FusionInput.of(Map.of("image", broken)), "the vector of 'image' has NaN");
            assertRefused(
                    fusion,
                    good,
                    new FusionInput(Map.of("text", TEXT), TEXT),
                    "the vector of 'context' has length 3; expected 2");
        }
        FusionConfig without = new FusionConfig(CONFIG.modalities(), 4, 0, 1e-5f);
        try (AttentionFusion fusion = AttentionFusion.initial(without, 1)) {
            FusionInput good = FusionInput.of(Map.of("text", TEXT));
            assertRefused(
                    fusion,
                    good,
                    new FusionInput(Map.of("text", TEXT), new float[0]),
                    "has a context; this fusion takes none");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            model_type     | "clip"                             | 'model_type' is "clip"
            format_version | 2                                  | 'format_version' is 2
            width          | 5                                  | shape (4, 3), expected (5, 3)
            width          | 0                                  | a width of at least 1
            context        | 0                                  | the first 'query.context.weight'
            context        | -1                                 | no negative context
            epsilon        | 0                                  | an epsilon above 0
            modalities     | []                                 | expected at least one
            modalities     | [{"name": "text", "dimension": 3}] | 2 tensors that this program does not compute with
            modalities     | [{"name": "Text", "dimension": 3}] | a name of small letters
            modalities     | [{"name": "text", "dimension": 0}] | a length of at least 1
            modalities     | [{"name": "a", "dimension": 3}]    | has no tensor 'project.a.weight'
            modalities     | [{"name": "a", "dimension": 3}, {"name": "a", "dimension": 2}] | of different names
            """)
    void configurationsThatDoNotFitAreRefused(String field, String value, String message) throws IOException {
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1)) {
            fusion.save(folder);
        }
        ObjectNode json =
                (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
        json.set(field, JSON.readTree(value));
        JSON.writeValue(folder.resolve("config.json").toFile(), json);
        assertThatThrownBy(() -> AttentionFusion.open(folder))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }

    @Test
    void foldersThatCannotBeUsedAreNamed() throws IOException {
        assertThatThrownBy(() -> AttentionFusion.open(folder.resolve("absent")))
                .hasMessageContaining("absent/config.json");
        Path file = Files.createFile(folder.resolve("file"));
        try (AttentionFusion fusion = AttentionFusion.initial(CONFIG, 1)) {
            assertThatThrownBy(() -> fusion.save(file))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining("file: cannot be made");
        }
    }

    private static void assertRefused(AttentionFusion fusion, FusionInput good, FusionInput bad, String message) {
        assertThatThrownBy(() -> fusion.fuse(List.of(good, bad)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("item 1")
                .hasMessageContaining(message);
    }

    private static float[] gradient(AttentionFusion fusion, String name) {
        return fusion.parameters().get(name).getGradient().toFloatArray();
    }

    private static void set(AttentionFusion fusion, String name, float... values) {
        NDArray parameter = fusion.parameters().get(name);
        assertThat(parameter.size()).isEqualTo(values.length);
        parameter.set(values);
    }
}
