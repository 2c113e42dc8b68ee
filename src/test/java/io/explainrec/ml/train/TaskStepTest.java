package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.attribution.AttributedCandidate;
import io.explainrec.ml.attribution.AttributedSequence;
import io.explainrec.ml.attribution.AttributionLoss;
import io.explainrec.ml.attribution.AttributionLoss.Answer;
import io.explainrec.ml.task.EqualWeighting;
import io.explainrec.ml.task.RatingTask;
import io.explainrec.ml.task.TaskSequence;
import io.explainrec.ml.task.TaskSequence.Rated;
import io.explainrec.ml.task.UncertaintyWeighting;
import io.explainrec.ml.task.VerdictTask;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.Trained.Head;
import io.explainrec.ml.train.TrainingStep.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Several tasks in one step against PyTorch, which reads each candidate, and asks for each rating, as a sequence of its own. */
class TaskStepTest {
    private static final double TOLERANCE = 2e-5;
    /** Share of a gradient that AdamW takes into the first moment. */
    private static final float TAKEN = 0.1f;

    private static final String SCALE = "stars";

    private static TrainedTiny tiny;
    private static JsonNode golden;
    private static List<TaskSequence> rows;

    @BeforeAll
    static void open() {
        tiny = new TrainedTiny();
        golden = Golden.read("tasks");
        rows = new ArrayList<>();
        for (JsonNode sequence : golden.path("sequences")) {
            List<AttributedCandidate> candidates = new ArrayList<>();
            List<Rated> ratings = new ArrayList<>();
            for (JsonNode c : sequence.path("candidates")) {
                candidates.add(new AttributedCandidate(
                        Golden.ints(c.path("prompt")), c.path("liked").asBoolean(), null));
                ratings.add(new Rated(
                        Golden.ints(c.path("rating")), SCALE, c.path("grade").asInt()));
            }
            int[] prefix = Golden.ints(sequence.path("prefix"));
            rows.add(new TaskSequence(new AttributedSequence(prefix, new int[] {1}, candidates), ratings, false));
        }
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    private static VerdictTask verdicts() {
        var options = new AttributionLoss.Options(1, 0, 0, 0, Answer.BINARY, true);
        return VerdictTask.preference(new AttributionLoss(tiny.llama, options, yes(), no()));
    }

    private static int yes() {
        return golden.path("yes").asInt();
    }

    private static int no() {
        return golden.path("no").asInt();
    }

    private static RatingTask rating() {
        RatingTask rating = new RatingTask(
                tiny.llama, yes(), no(), Map.of(SCALE, golden.path("grades").asInt()), rows);
        rating.parameters().get(SCALE + ".first").set(new float[] {-1.2f});
        rating.parameters().get(SCALE + ".gaps").set(new float[] {-0.5f, 0.3f, 1});
        return rating;
    }

    /** Gradients of a step that leaves the parameters where they are, by name. */
    private static Map<String, float[]> gradients(boolean surgery, List<List<TaskSequence>> parts) {
        try (RatingTask rating = rating()) {
            Trained trained = new Trained(tiny.adapter, List.of(new Head(rating.name(), rating.parameters(), false)));
            try (LoraStep<TaskSequence> step = new LoraStep<>(
                    tiny.llama, List.of(verdicts(), rating), new EqualWeighting(2), trained, 1e9, surgery)) {
                Taken taken = step.take(parts, 0);
                assertThat(taken.terms().get("prediction"))
                        .isCloseTo(golden.path("losses").get(0).asDouble(), within(TOLERANCE));
                assertThat(taken.terms().get("rating"))
                        .isCloseTo(golden.path("losses").get(1).asDouble(), within(TOLERANCE));
                assertThat(taken.terms()).as("no row has a reason").doesNotContainKeys("reason", "consistency");
                assertThat(taken.weights()).isEqualTo(Map.of("preference", 1.0, "rating", 1.0));
                Map<String, float[]> gradients = new TreeMap<>();
                step.moments().forEach((name, moment) -> {
                    if (name.startsWith("first.")) {
                        float[] values = moment.toFloatArray();
                        for (int k = 0; k < values.length; k++) {
                            values[k] /= TAKEN;
                        }
                        gradients.put(name.substring("first.".length()), values);
                    }
                });
                return gradients;
            }
        }
    }

    private static void assertThresholds(Map<String, float[]> gradients) {
        Map<String, float[]> of = Map.of(
                "first", gradients.remove("rating." + SCALE + ".first"),
                "gaps", gradients.remove("rating." + SCALE + ".gaps"));
        assertThat(TrainedTiny.distance(of, golden.path("rating"))).isLessThan(TOLERANCE);
    }

    @Test
    void gradientsOfTwoTasksOverOnePassEqualSequencesReadOneByOne() {
        Map<String, float[]> gradients = gradients(false, List.of(rows));
        assertThresholds(gradients);
        assertThat(TrainedTiny.distance(gradients, golden.path("joint"))).isLessThan(TOLERANCE);
    }

    @Test
    void surgeryOverMicroBatchesEqualsThatOfTheWholeBatch() {
        Map<String, float[]> gradients = gradients(true, List.of(rows.subList(0, 1), rows.subList(1, 2)));
        assertThresholds(gradients);
        assertThat(TrainedTiny.distance(gradients, golden.path("joined"))).isLessThan(TOLERANCE);
    }

    @Test
    void uncertaintyIsLearnedAsPyTorchLearnsIt() {
        try (UncertaintyWeighting weighting = new UncertaintyWeighting(List.of("a", "b"))) {
            for (NDArray parameter : weighting.parameters().values()) {
                parameter.setRequiresGradient(true);
            }
            try (AdamW optimizer =
                    new AdamW(weighting.parameters(), weighting.parameters().keySet(), AdamW.Options.DEFAULT)) {
                for (JsonNode step : golden.path("uncertainty")) {
                    assertNear(weighting.weights(), step.path("weights"));
                    float[] losses = Golden.floats(step.path("losses"));
                    optimizer.zeroGradients();
                    weighting.learned(new double[] {losses[0], losses[1]});
                    optimizer.step(0.5);
                    weighting.stepped();
                    double[] after = weighting.parameters().values().stream()
                            .mapToDouble(NDArray::getFloat)
                            .toArray();
                    assertNear(after, step.path("after"));
                }
            }
        }
    }

    private static void assertNear(double[] values, JsonNode expected) {
        for (int k = 0; k < values.length; k++) {
            assertThat(values[k]).isCloseTo(expected.get(k).asDouble(), within(1e-4 * Math.abs(values[k]) + 1e-5));
        }
    }

    @Test
    void aTaskWithoutLabelsMovesNoWeight() {
        try (UncertaintyWeighting weighting = new UncertaintyWeighting(List.of("a", "b"))) {
            weighting.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
            weighting.learned(new double[] {3, Double.NaN});
            try (var scope = tiny.llama.newCall()) {
                assertThat(weighting.parameters().values().stream()
                                .map(s -> Torch.gradient(s, scope).getFloat()))
                        .containsExactly(-1f, 0f);
            }
        }
    }

    @Test
    void refusesAGradeThatTheScaleHasNot() {
        assertThatThrownBy(() -> new RatingTask(tiny.llama, yes(), no(), Map.of(SCALE, 2), rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{stars=2}");
    }
}
