package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.CancelledCall;
import io.explainrec.ml.task.EqualWeighting;
import io.explainrec.ml.task.TextSequence;
import io.explainrec.ml.task.TextTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers of texts against transformers and PEFT, which pad the rows and project every position to the vocabulary. */
class TextStepTest {
    /** Share of a gradient that AdamW takes into the first moment. */
    private static final float TAKEN = 0.1f;

    private static TrainedTiny tiny;
    private static JsonNode golden;
    private static List<TextSequence> rows;

    @BeforeAll
    static void open() {
        tiny = new TrainedTiny();
        golden = Golden.read("text-loss");
        rows = new ArrayList<>();
        for (JsonNode row : golden.path("rows")) {
            rows.add(new TextSequence(Golden.ints(row.path("prompt")), Golden.ints(row.path("answer"))));
        }
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    private static void assertEqualsReference(List<List<TextSequence>> parts) {
        try (LoraStep<TextSequence> step = new LoraStep<>(
                tiny.llama,
                List.of(new TextTask(tiny.llama)),
                new EqualWeighting(1),
                Trained.of(tiny.adapter),
                1e9,
                false)) {
            assertThat(step.take(parts, 0).terms().get(TextTask.NAME))
                    .isCloseTo(golden.path("loss").asDouble(), within(1e-5));
            Map<String, float[]> gradients = new TreeMap<>();
            step.moments().forEach((name, moment) -> {
                if (name.startsWith("first.")) {
                    float[] values = moment.div(TAKEN).toFloatArray();
                    gradients.put(name.substring("first.".length()), values);
                }
            });
            assertThat(TrainedTiny.distance(gradients, golden.path("gradients")))
                    .isLessThan(2e-5);
        }
    }

    @Test
    void lossAndGradientsEqualThoseOfTransformers() {
        assertEqualsReference(List.of(rows));
    }

    @Test
    void microBatchesAddUpToTheWholeBatch() {
        assertEqualsReference(List.of(rows.subList(0, 1), rows.subList(1, 3), rows.subList(3, 4)));
    }

    @Test
    void validationIsTheSameLoss() {
        for (int microTokens : new int[] {1, 20, 1000}) {
            try (var validation =
                    new TextValidation(tiny.llama, tiny.adapter.over(tiny.llama.linears()), rows, microTokens)) {
                Validation.Score score = validation.score(() -> false);
                assertThatThrownBy(() -> validation.score(() -> true)).isInstanceOf(CancelledCall.class);
                assertThat(score.figures().get("loss"))
                        .isCloseTo(golden.path("loss").asDouble(), within(1e-5));
                assertThat(score.decisive()).isEqualTo(-score.figures().get("loss"));
            }
        }
    }

    @Test
    void refusesARowWithoutPromptOrAnswer() {
        assertThatThrownBy(() -> new TextSequence(new int[0], new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a prompt of 0");
        assertThatThrownBy(() -> new TextSequence(new int[1], new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an answer of 0");
    }
}
