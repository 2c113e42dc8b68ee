package io.explainrec.ml.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.attribution.AttributionLoss.Answer;
import io.explainrec.ml.attribution.AttributionLoss.Counts;
import io.explainrec.ml.attribution.AttributionLoss.Options;
import io.explainrec.ml.attribution.AttributionLoss.Terms;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.TrainedTiny;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loss against PyTorch, which reads each candidate as a sequence of its own. */
class AttributionLossTest {
    private static final double TOLERANCE = 1e-5;
    private static final Options ALL = new Options(1, 0.5, 0.1, 1, Answer.BINARY, true);

    private static TrainedTiny tiny;
    private static JsonNode golden;
    private static List<AttributedSequence> sequences;

    @BeforeAll
    static void open() {
        tiny = new TrainedTiny();
        golden = tiny.golden.path("attribution");
        sequences = new ArrayList<>();
        for (JsonNode sequence : golden.path("sequences")) {
            List<AttributedCandidate> candidates = new ArrayList<>();
            for (JsonNode c : sequence.path("candidates")) {
                AttributedCandidate.Reason reason = c.has("reason")
                        ? new AttributedCandidate.Reason(
                                Golden.ints(c.path("heading")),
                                Golden.ints(c.path("reason")),
                                Golden.ints(c.path("alone")))
                        : null;
                candidates.add(new AttributedCandidate(
                        Golden.ints(c.path("prompt")), c.path("liked").asBoolean(), reason));
            }
            sequences.add(new AttributedSequence(
                    Golden.ints(sequence.path("prefix")), Golden.ints(sequence.path("alone")), candidates));
        }
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    @BeforeEach
    void forgetGradients() {
        tiny.adapter.parameters().values().forEach(Torch::zeroGradient);
    }

    private static Accumulated accumulate(Options options, List<AttributedSequence> part) {
        var loss = new AttributionLoss(
                tiny.llama,
                options,
                golden.path("yes").asInt(),
                golden.path("no").asInt());
        return Accumulated.of(loss, tiny.llama, part, tiny.adapter.over(tiny.llama.linears()), Counts.of(sequences));
    }

    @Test
    void termsAndGradientsEqualSequencesReadOneByOne() {
        assertEqualsReference(accumulate(ALL, sequences));
    }

    @Test
    void partsOfABatchAddUpToIt() {
        assertEqualsReference(accumulate(ALL, sequences.subList(0, 1)).plus(accumulate(ALL, sequences.subList(1, 2))));
    }

    private static void assertEqualsReference(Accumulated accumulated) {
        Terms terms = accumulated.terms();
        JsonNode expected = golden.path("terms");
        assertThat(terms.prediction()).isCloseTo(expected.path("prediction").asDouble(), within(TOLERANCE));
        assertThat(terms.reason()).isCloseTo(expected.path("reason").asDouble(), within(TOLERANCE));
        assertThat(terms.consistency()).isCloseTo(expected.path("consistency").asDouble(), within(TOLERANCE));
        assertThat(terms.contrast()).isCloseTo(expected.path("contrast").asDouble(), within(TOLERANCE));
        assertThat(accumulated.loss()).isCloseTo(golden.path("total").asDouble(), within(TOLERANCE));
        assertThat(TrainedTiny.distance(tiny.gradients(), golden.path("gradients")))
                .isLessThan(TOLERANCE);
    }

    @Test
    void aTermWithoutWeightIsNotComputed() {
        Terms terms = accumulate(new Options(1, 0, 0, 0, Answer.BINARY, true), sequences)
                .terms();
        assertThat(terms.prediction())
                .isCloseTo(golden.path("terms").path("prediction").asDouble(), within(TOLERANCE));
        assertThat(List.of(terms.reason(), terms.consistency(), terms.contrast()))
                .containsOnly(0.0);
    }

    @Test
    void aPartThatATermDoesNotSpeakOfAddsNothing() {
        AttributedCandidate without = new AttributedCandidate(new int[] {1, 2}, true, null);
        var part = List.of(new AttributedSequence(new int[] {3}, new int[] {4}, List.of(without)));
        assertThat(accumulate(new Options(0, 1, 1, 1, Answer.BINARY, true), part))
                .isEqualTo(new Accumulated(0, new Terms(0, 0, 0, 0)));
        assertThat(tiny.gradients().values())
                .allSatisfy(gradient -> assertThat(gradient).containsOnly(0f));
    }

    @Test
    void theVocabularyIsTheAnswersRivalWhereAskedFor() {
        double binary = accumulate(new Options(1, 0, 0, 0, Answer.BINARY, true), sequences)
                .terms()
                .prediction();
        double vocabulary = accumulate(new Options(1, 0, 0, 0, Answer.VOCABULARY, true), sequences)
                .terms()
                .prediction();
        // log of the softmax over 96 tokens is below that over two of them.
        assertThat(vocabulary).isGreaterThan(binary + 1);
    }

    @Test
    void theReasonsSideOfConsistencyCanBeLeftOut() {
        Terms both = accumulate(new Options(0, 0, 1, 0, Answer.BINARY, true), sequences)
                .terms();
        var withBoth = tiny.gradients();
        forgetGradients();
        Terms one = accumulate(new Options(0, 0, 1, 0, Answer.BINARY, false), sequences)
                .terms();
        assertThat(one.consistency()).isEqualTo(both.consistency());
        assertThat(tiny.gradients().values()).isNotEqualTo(withBoth.values());
    }

    /** z1 = 0 and ln 3 (p = 1/2 and 3/4) against z2 = ln 3 and ln 3: on paper. */
    @Test
    void divergenceOnPaper() {
        try (NDManager scope = Torch.manager()) {
            float ln3 = (float) Math.log(3);
            NDArray a = scope.create(new float[] {0, ln3, 100, -100});
            NDArray b = scope.create(new float[] {ln3, ln3, -100, 100});
            float[] divergence = Divergence.jensenShannon(a, b).toFloatArray();
            // m = 5/8: (1/2 ln(4/5) + 1/2 ln(4/3) + 3/4 ln(6/5) + 1/4 ln(2/3)) / 2
            double expected =
                    (0.5 * Math.log(0.8) + 0.5 * Math.log(4 / 3.0) + 0.75 * Math.log(1.2) + 0.25 * Math.log(2 / 3.0))
                            / 2;
            assertThat(divergence[0]).isCloseTo((float) expected, within(1e-6f));
            assertThat(divergence[1]).isCloseTo(0f, within(1e-7f));
            assertThat(divergence[2]).isCloseTo((float) Math.log(2), within(1e-6f));
            assertThat(divergence[3]).isCloseTo((float) Math.log(2), within(1e-6f));
        }
    }
}
