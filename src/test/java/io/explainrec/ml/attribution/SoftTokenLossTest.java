package io.explainrec.ml.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.attribution.AttributionLoss.Answer;
import io.explainrec.ml.attribution.AttributionLoss.Counts;
import io.explainrec.ml.attribution.AttributionLoss.Options;
import io.explainrec.ml.attribution.AttributionLoss.Terms;
import io.explainrec.ml.fusion.SoftTokenProjection;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.PrefixScorer;
import io.explainrec.ml.llama.SharedPrompts;
import io.explainrec.ml.llama.SoftToken;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.TrainedTiny;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Items as projected vectors in prompts, against PyTorch, which reads each candidate as a sequence of its own. */
class SoftTokenLossTest {
    private static final double TOLERANCE = 1e-5;
    private static final Options ALL = new Options(1, 0.5, 0.1, 1, Answer.BINARY, true);
    private static final JsonNode GOLDEN = Golden.read("soft-token");

    private static TrainedTiny tiny;
    private static SoftTokenProjection projection;
    private static final List<AttributedSequence> SEQUENCES = new ArrayList<>();

    @BeforeAll
    static void open() {
        tiny = new TrainedTiny();
        int embed = tiny.llama.config().embed();
        projection = SoftTokenProjection.initial(GOLDEN.path("weight").size() / embed, embed, 1, 0);
        projection.parameters().forEach((name, array) -> array.set(Golden.floats(GOLDEN.path(name))));
        projection.parameters().values().forEach(array -> array.setRequiresGradient(true));
        for (JsonNode sequence : GOLDEN.path("sequences")) {
            List<AttributedCandidate> candidates = new ArrayList<>();
            sequence.path("candidates").forEach(c -> candidates.add(candidate(c)));
            SEQUENCES.add(new AttributedSequence(
                    Golden.ints(sequence.path("prefix")), Golden.ints(sequence.path("alone")), candidates));
        }
    }

    private static AttributedCandidate candidate(JsonNode c) {
        AttributedCandidate.Reason reason = c.has("reason")
                ? new AttributedCandidate.Reason(
                        Golden.ints(c.path("heading")), Golden.ints(c.path("reason")), Golden.ints(c.path("alone")))
                : null;
        AttributedCandidate.Item item = c.has("vector")
                ? new AttributedCandidate.Item(c.path("place").asInt(), Golden.floats(c.path("vector")))
                : null;
        return new AttributedCandidate(
                Golden.ints(c.path("prompt")), c.path("liked").asBoolean(), reason, item);
    }

    @AfterAll
    static void close() {
        projection.close();
        tiny.close();
    }

    private static int id(String name) {
        return GOLDEN.path(name).asInt();
    }

    private static Accumulated accumulate(AttributionLoss loss, Linears linears) {
        return Accumulated.of(loss, tiny.llama, SEQUENCES, linears, Counts.of(SEQUENCES));
    }

    @Test
    void termsAndGradientsEqualTheReference() {
        var loss = new AttributionLoss(tiny.llama, ALL, projection::forward, id("yes"), id("no"));
        projection.parameters().values().forEach(Torch::zeroGradient);
        Terms terms = accumulate(loss, tiny.adapter.over(tiny.llama.linears())).terms();
        JsonNode expected = GOLDEN.path("terms");
        assertThat(terms.prediction()).isCloseTo(expected.path("prediction").asDouble(), within(TOLERANCE));
        assertThat(terms.reason()).isCloseTo(expected.path("reason").asDouble(), within(TOLERANCE));
        assertThat(terms.consistency()).isCloseTo(expected.path("consistency").asDouble(), within(TOLERANCE));
        assertThat(terms.contrast()).isCloseTo(expected.path("contrast").asDouble(), within(TOLERANCE));
        Map<String, float[]> gradients = new TreeMap<>();
        try (NDManager scope = Torch.manager()) {
            projection
                    .parameters()
                    .forEach((name, array) ->
                            gradients.put(name, Torch.gradient(array, scope).toFloatArray()));
        }
        assertThat(TrainedTiny.distance(gradients, GOLDEN.path("gradients"))).isLessThan(2e-5);
    }

    @Test
    void scoringReadsTheSame() {
        float[] expected = Golden.floats(GOLDEN.path("first"));
        Torch.withoutGradients(() -> {
            try (PrefixScorer scorer =
                    new PrefixScorer(tiny.llama, tiny.adapter.over(tiny.llama.linears()), id("yes"), id("no"))) {
                int at = 0;
                for (AttributedSequence sequence : SEQUENCES) {
                    List<int[]> prompts = new ArrayList<>();
                    List<SoftToken> soft = new ArrayList<>();
                    for (AttributedCandidate candidate : sequence.candidates()) {
                        prompts.add(candidate.prompt());
                        AttributedCandidate.Item item = candidate.item();
                        soft.add(
                                item == null
                                        ? null
                                        : new SoftToken(item.place(), projection.tokens(List.of(item.vector()))[0]));
                    }
                    for (float score :
                            scorer.score(new SharedPrompts(sequence.prefix(), prompts, soft), null, () -> false)) {
                        assertThat(score).isCloseTo(expected[at++], within(1e-5f));
                    }
                }
                assertThat(at).isEqualTo(expected.length);
            }
        });
    }

    @Test
    void refusesWhatCannotBe() {
        var loss = new AttributionLoss(tiny.llama, ALL, id("yes"), id("no"));
        assertThatThrownBy(() -> accumulate(loss, tiny.llama.linears())).hasMessageContaining("there is no projection");
        var item = new AttributedCandidate.Item(1, new float[6]);
        assertThatThrownBy(() -> new AttributedCandidate(new int[2], true, null, item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("before the last");
        var narrow = new AttributionLoss(tiny.llama, ALL, vectors -> vectors, id("yes"), id("no"));
        assertThatThrownBy(() -> accumulate(narrow, tiny.llama.linears()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("soft tokens of 6 values");
    }
}
