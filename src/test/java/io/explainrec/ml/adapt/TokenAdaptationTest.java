package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.FirstTokenGradient;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.llama.SoftToken;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.TrainedTiny;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user's token against PyTorch, which reads each candidate as a sequence of its own. */
class TokenAdaptationTest {
    private static final float TOLERANCE = 2e-5f;
    private static final JsonNode GOLDEN = Golden.read("user-token");
    private static final float[] START = Golden.floats(GOLDEN.path("start"));
    private static final TokenAdaptation ADAPTATION =
            new TokenAdaptation(START, GOLDEN.path("rate").asDouble(), 2);

    private static TrainedTiny tiny;
    private static PrefixScorer scorer;

    @BeforeAll
    static void open() {
        tiny = new TrainedTiny();
        Torch.inferenceThread(1);
        scorer = new PrefixScorer(
                tiny.llama,
                tiny.adapter.over(tiny.llama.linears()),
                GOLDEN.path("yes").asInt(),
                GOLDEN.path("no").asInt());
    }

    @AfterAll
    static void close() {
        scorer.close();
        tiny.close();
    }

    private static SharedPrompts prompts(JsonNode row) {
        List<int[]> suffixes = new ArrayList<>();
        List<SoftToken> soft = new ArrayList<>();
        for (JsonNode suffix : row.path("suffixes")) {
            suffixes.add(Golden.ints(suffix.path("ids")));
            soft.add(
                    suffix.has("vector")
                            ? new SoftToken(suffix.path("place").asInt(), Golden.floats(suffix.path("vector")))
                            : null);
        }
        return new SharedPrompts(Golden.ints(row.path("prefix")), suffixes, soft);
    }

    private static boolean[] liked(JsonNode row) {
        boolean[] liked = new boolean[row.path("suffixes").size()];
        for (int s = 0; s < liked.length; s++) {
            liked[s] = row.path("suffixes").get(s).path("liked").asBoolean();
        }
        return liked;
    }

    private static FirstTokenGradient gradient(JsonNode row) {
        return scorer.gradient(prompts(row), liked(row), () -> false);
    }

    private static TokenLearning.Verdicts verdicts(JsonNode row) {
        return StateReader.verdicts(scorer, prompts(row), liked(row), () -> false);
    }

    @Test
    void stepsEqualTheReference() {
        TokenPath path = new TokenPath(ADAPTATION, false);
        try (FirstTokenGradient support = gradient(GOLDEN.path("support"))) {
            for (JsonNode step : GOLDEN.path("steps")) {
                float[] gradient = support.gradient(path.token(), () -> false);
                assertThat(support.logits(path.token(), () -> false))
                        .containsExactly(Golden.floats(step.path("logits")), within(TOLERANCE));
                assertThat(gradient).containsExactly(Golden.floats(step.path("gradient")), within(TOLERANCE));
                path.step(gradient);
            }
        }
        float[] token = path.token();
        assertThat(path.done()).isTrue();
        assertThat(token).containsExactly(Golden.floats(GOLDEN.path("token")), within(TOLERANCE));
        assertThat(scorer.score(prompts(GOLDEN.path("query")), token, () -> false))
                .as("a query read with the token, on a thread without gradients")
                .containsExactly(Golden.floats(GOLDEN.path("logits")), within(TOLERANCE));
        TokenSteps steps = new TokenSteps(ADAPTATION, cancelled -> gradient(GOLDEN.path("support")));
        try (steps) {
            while (!steps.done()) {
                steps.step(() -> false);
            }
            assertThat(steps.token().vector()).isEqualTo(token);
        }
    }

    @Test
    void aStepThatLeadsNowhereIsNotTaken() {
        float[] gradient = new float[START.length];
        TokenPath path = new TokenPath(ADAPTATION, false);
        path.step(gradient);
        gradient[3] = Float.NaN;
        path.step(gradient);
        assertThat(path.done()).isTrue();
        assertThat(path.token()).isEqualTo(START);
        assertThat(path.descended()).containsOnly(0);
    }

    @Test
    void metaGradientsEqualTheReference() {
        var options = new TokenLearning.Options(START, 0.5, 2, 1, 0);
        TokenLearning.Task task = new TokenLearning.Task() {
            @Override
            public TokenLearning.Verdicts support() {
                return verdicts(GOLDEN.path("support"));
            }

            @Override
            public TokenLearning.Verdicts query() {
                return verdicts(GOLDEN.path("query"));
            }
        };
        AdaptationFigures.ByUser figures = AdaptationFigures.of(
                List.of(task),
                of -> new AdaptationFigures.Judged(Golden.floats(GOLDEN.path("logits")), liked(GOLDEN.path("query"))));
        assertThat(figures.meanLoss()).isCloseTo(GOLDEN.path("loss").asDouble(), within((double) TOLERANCE));
        double[] outer = new TokenLearning(List.of(task), List.of(task), options).outer(ADAPTATION, task);
        float[] start = Golden.floats(GOLDEN.path("outer").path("start"));
        for (int e = 0; e < start.length; e++) {
            assertThat(outer[e]).as("in units of the loudness").isCloseTo(0.5 * start[e], within((double) TOLERANCE));
        }
        assertThat(outer[start.length])
                .isCloseTo(GOLDEN.path("outer").path("log_rate").asDouble(), within((double) TOLERANCE));
    }

    @Test
    void theModelsOwnTokenChangesNothing() {
        SharedPrompts query = prompts(GOLDEN.path("query"));
        float[] own = tiny.llama.embedding(query.suffixes().getFirst()[0]);
        assertThat(scorer.score(query, own, () -> false)).isEqualTo(scorer.score(query, null, () -> false));
        TokenSteps silent = new TokenSteps(ADAPTATION, null);
        assertThat(silent.done()).isTrue();
        assertThat(silent.token().vector()).isEqualTo(START);
        silent.close();
    }

    @Test
    void gradientsHoldNoMemoryOnceClosed() {
        try (FirstTokenGradient warm = gradient(GOLDEN.path("support"))) {
            warm.gradient(START, () -> false);
        }
        try (FirstTokenGradient support = gradient(GOLDEN.path("support"))) {
            int held = support.heldArrays();
            for (int i = 0; i < 5; i++) {
                support.gradient(START, () -> false);
            }
            assertThat(support.heldArrays()).isEqualTo(held);
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new TokenAdaptation(new float[0], 1, 1))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("as many as the model is wide");
        assertThatThrownBy(() -> new TokenAdaptation(START, 1, 6)).hasMessageContaining("expected 1 to 5");
        assertThatThrownBy(() -> new TokenAdaptation(START, Double.NaN, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new TokenAdaptation(new float[] {Float.NaN}, 1, 1))
                .hasMessageContaining("not finite at 0");
        assertThatThrownBy(() -> scorer.gradient(prompts(GOLDEN.path("query")), new boolean[1], () -> false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 verdicts on 4 prompts");
        assertThatThrownBy(() -> scorer.score(new int[0], List.of(new int[0]), () -> false))
                .hasMessageContaining("suffix 0 has no tokens");
    }
}
