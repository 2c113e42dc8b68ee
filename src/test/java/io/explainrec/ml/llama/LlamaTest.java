package io.explainrec.ml.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Precision;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A model of two layers with random weights, whose every logit was recorded. */
class LlamaTest {
    private static Llama llama;
    private static JsonNode golden;

    @BeforeAll
    static void load() {
        Torch.inferenceThread(1);
        llama = Llama.open(Golden.folder("tiny-llama"));
        golden = Golden.read("tiny-llama");
    }

    @AfterAll
    static void close() {
        llama.close();
    }

    @Test
    void everyLogitEqualsTheReference() {
        float[] logits = llama.logits(Golden.ints(golden.path("ids")));
        int vocabulary = llama.config().vocabulary();
        for (int row = 0; row < golden.path("logits").size(); row++) {
            float[] expected = Golden.floats(golden.path("logits").get(row));
            for (int c = 0; c < vocabulary; c++) {
                assertThat(logits[row * vocabulary + c]).isCloseTo(expected[c], within(1e-5f));
            }
        }
    }

    /** Eight bits of mantissa through two layers. */
    @Test
    void bfloat16IsNearTheReference() {
        int[] ids = Golden.ints(golden.path("ids"));
        float[] exact = llama.logits(ids);
        double size = Math.sqrt(squares(exact) / exact.length);
        try (Llama narrow = Llama.open(Golden.folder("tiny-llama"), Precision.BFLOAT16)) {
            float[] logits = narrow.logits(ids);
            float[] error = new float[logits.length];
            for (int i = 0; i < error.length; i++) {
                error[i] = logits[i] - exact[i];
            }
            assertThat(Math.sqrt(squares(error) / error.length)).isBetween(1e-6 * size, 0.02 * size);
        }
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    @Test
    void laterTokensDoNotChangeEarlierLogits() {
        int[] ids = Golden.ints(golden.path("ids"));
        int[] changed = ids.clone();
        changed[ids.length - 1] = (ids[ids.length - 1] + 1) % llama.config().vocabulary();
        int compared = (ids.length - 1) * llama.config().vocabulary();

        float[] before = Arrays.copyOf(llama.logits(ids), compared);
        float[] after = Arrays.copyOf(llama.logits(changed), compared);

        assertThat(after).containsExactly(before, within(1e-6f));
    }

    @Test
    void suffixesOfAllLengthsScoreAsOneSequenceEach() {
        int[] ids = Golden.ints(golden.path("ids"));
        List<int[]> suffixes = IntStream.range(1, 9)
                .mapToObj(i -> Arrays.copyOfRange(ids, 9 - i % 3, 10 + i % 7))
                .toList();
        int[] prefix = Arrays.copyOf(ids, 9);
        try (PrefixScorer scorer = new PrefixScorer(llama, 3, 4)) {
            float[] shared = scorer.score(prefix, suffixes, () -> false);
            for (int i = 0; i < suffixes.size(); i++) {
                int[] whole = IntStream.concat(IntStream.of(prefix), IntStream.of(suffixes.get(i)))
                        .toArray();
                float[] logits = llama.logits(whole);
                int last = (whole.length - 1) * llama.config().vocabulary();
                assertThat(shared[i]).isCloseTo(logits[last + 3] - logits[last + 4], within(1e-5f));
            }
        }
    }

    @Test
    void givesUpWhenTheCallerDid() {
        try (PrefixScorer scorer = new PrefixScorer(llama, 3, 4)) {
            assertThatThrownBy(() -> scorer.score(new int[] {1, 2}, List.of(new int[] {3}), () -> true))
                    .isInstanceOf(CancelledCall.class);
        }
    }

    @Test
    void refusesMoreThanItsContext() {
        assertThatThrownBy(() -> llama.logits(new int[65]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 new tokens")
                .hasMessageContaining("context of 64");
    }

    @Test
    void callsOfManyThreadsAreExact() throws Exception {
        int[] ids = Golden.ints(golden.path("ids"));
        float[] alone = llama.logits(ids);
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<float[]>> results = IntStream.range(0, 40)
                    .mapToObj(i -> threads.submit(() -> {
                        Torch.inferenceThread(1);
                        return llama.logits(ids);
                    }))
                    .toList();
            for (Future<float[]> result : results) {
                assertThat(result.get()).containsExactly(alone, within(1e-6f));
            }
        }
    }

    @Test
    void leavesNothingBehindInNativeMemory() {
        int[] ids = Golden.ints(golden.path("ids"));
        try (PrefixScorer scorer = new PrefixScorer(llama, 3, 4)) {
            int before = llama.heldArrays();
            for (int i = 0; i < 100; i++) {
                scorer.score(ids, List.of(new int[] {1, 2}, new int[] {3}), () -> false);
                new Generator(llama).generate(ids, Generation.greedy(3, Set.of()), () -> false);
            }
            assertThat(llama.heldArrays()).isEqualTo(before);
        }
    }
}
