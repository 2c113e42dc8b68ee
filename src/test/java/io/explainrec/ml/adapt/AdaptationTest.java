package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptationTest {
    private static final double TOLERANCE = 1e-9;

    private static LabelledStates rows(JsonNode recorded) {
        List<float[]> states = new ArrayList<>();
        recorded.get(0).forEach(row -> states.add(Golden.floats(row)));
        boolean[] liked = new boolean[states.size()];
        for (int r = 0; r < liked.length; r++) {
            liked[r] = recorded.get(2).get(r).asDouble() == 1;
        }
        return new LabelledStates(states, Golden.floats(recorded.get(1)), liked);
    }

    @Test
    void headsAndMetaGradientsEqualTheReference() {
        JsonNode golden = Golden.read("adaptation");
        double[] rates = Golden.doubles(golden.path("rates"));
        Adaptation adaptation = new Adaptation(
                Golden.floats(golden.path("centre")),
                golden.path("scale").asDouble(),
                Golden.doubles(golden.path("delta")),
                golden.path("bias").asDouble(),
                rates[0],
                rates[1],
                golden.path("steps").asInt());
        assertThat(golden.path("cases")).hasSize(4);
        for (JsonNode recorded : golden.path("cases")) {
            LabelledStates query = rows(recorded.path("query"));
            MetaLearning.Task task = new MetaLearning.Task(rows(recorded.path("support")), query);
            UserHead head = adaptation.adapt(task.support());
            assertThat(head.delta()).containsExactly(Golden.doubles(recorded.path("delta")), within(TOLERANCE));
            assertThat(head.bias()).isCloseTo(recorded.path("bias").asDouble(), within(TOLERANCE));
            double[] logits = Golden.doubles(recorded.path("logits"));
            for (int r = 0; r < logits.length; r++) {
                assertThat(adaptation.logit(head, query.states().get(r), query.logits()[r]))
                        .isCloseTo(logits[r], within(TOLERANCE));
            }
            assertThat(MetaLearning.loss(adaptation, List.of(task)))
                    .isCloseTo(recorded.path("loss").asDouble(), within(TOLERANCE));
            assertThat(MetaLearning.outer(adaptation, task))
                    .containsExactly(Golden.doubles(recorded.path("outer")), within(TOLERANCE));
        }
    }

    /** One row at x = 2 with logit 0 and a like: the gradient is (1/2 - 1) 2 = -1 for d and -1/2 for b. */
    @Test
    void oneStepOnPaper() {
        Adaptation adaptation = new Adaptation(new float[] {1}, 0.5, new double[] {0}, 0, 0.1, 0.2, 1);
        LabelledStates support = new LabelledStates(List.of(new float[] {2}), new float[] {0}, new boolean[] {true});
        UserHead head = adaptation.adapt(support);
        assertThat(head.delta()).containsExactly(0.1);
        assertThat(head.bias()).isEqualTo(0.1);
        assertThat(adaptation.logit(head, new float[] {1.5f}, 3)).isCloseTo(3 + 0.1 + 0.1, within(1e-12));
    }

    @Test
    void whoSaidNothingHasTheStartAndARowIsNotLost() {
        Adaptation adaptation = new Adaptation(new float[] {0}, 1, new double[] {0.5}, 0.25, 1, 1, 5);
        UserHead head = adaptation.adapt(new LabelledStates(List.of(), new float[0], new boolean[0]));
        assertThat(head.delta()).containsExactly(0.5);
        assertThat(head.bias()).isEqualTo(0.25);
        assertThat(adaptation.logit(head, new float[] {1000}, 0)).isFinite();
    }

    @Test
    void whatCannotBeIsRefused() {
        refused(() -> new Adaptation(new float[2], 1, new double[3], 0, 1, 1, 1), "as wide as the model");
        refused(() -> new Adaptation(new float[1], 1, new double[1], 0, 1, 1, 6), "expected 1 to 5");
        refused(() -> new Adaptation(new float[1], 0, new double[1], 0, 1, 1, 1), "scale 0.0");
        refused(() -> new Adaptation(new float[1], 1, new double[] {Double.NaN}, 0, 1, 1, 1), "not finite");
        assertThatThrownBy(() -> new LabelledStates(List.of(), new float[1], new boolean[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 states, 1 logits and 1 verdicts");
        Adaptation narrow = new Adaptation(new float[1], 1, new double[1], 0, 1, 1, 1);
        assertThatThrownBy(() -> narrow.logit(new UserHead(new double[1], 0), new float[2], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(Runnable made, String message) {
        assertThatThrownBy(made::run).isInstanceOf(AdaptationException.class).hasMessageContaining(message);
    }
}
