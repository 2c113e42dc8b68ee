package io.explainrec.ml.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SmolLM2-135M-Instruct as quantised in the asset, against transformers on the same file. */
class LlamaGoldenTest {
    private static final float LOGIT_TOLERANCE = 1e-3f;
    private static final float SHARED_PREFIX_TOLERANCE = 1e-4f;

    private static Llama llama;
    private static JsonNode golden;

    @BeforeAll
    static void load() {
        Torch.inferenceThread(2);
        llama = Llama.open(Golden.asset("smollm2"));
        golden = Golden.read("smollm2");
    }

    @AfterAll
    static void close() {
        llama.close();
    }

    @Test
    void logitsEqualTheReference() {
        for (JsonNode sequence : golden.path("logits")) {
            float[] logits = llama.logits(Golden.ints(sequence.path("ids")));
            int vocabulary = llama.config().vocabulary();
            int[] columns = Golden.ints(sequence.path("columns"));
            for (int r = 0; r < sequence.path("rows").size(); r++) {
                int row = sequence.path("rows").get(r).asInt();
                float[] expected = Golden.floats(sequence.path("logits").get(r));
                for (int c = 0; c < columns.length; c++) {
                    assertThat(logits[row * vocabulary + columns[c]]).isCloseTo(expected[c], within(LOGIT_TOLERANCE));
                }
            }
        }
    }

    @Test
    void greedyTokensEqualTheReference() {
        for (JsonNode row : golden.path("greedy")) {
            int[] expected = Golden.ints(row.path("tokens"));
            int[] actual = new Generator(llama)
                    .generate(
                            Golden.ints(row.path("prompt")), Generation.greedy(expected.length, Set.of()), () -> false);
            assertThat(actual).containsExactly(expected);
        }
    }

    @Test
    void scoresOverASharedPrefixEqualUnsharedOnes() {
        int[] all = Golden.ints(golden.path("logits").get(5).path("ids"));
        int[] prefix = Arrays.copyOf(all, 200);
        List<int[]> suffixes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int[] suffix = Arrays.copyOfRange(all, i, i + 3 + i % 5);
            suffix[0] = 100 + 37 * i;
            suffixes.add(suffix);
        }
        try (PrefixScorer scorer = new PrefixScorer(llama, 5302, 2350)) {
            float[] shared = scorer.score(prefix, suffixes, () -> false);
            for (int i = 0; i < suffixes.size(); i++) {
                int[] whole = Arrays.copyOf(prefix, prefix.length + suffixes.get(i).length);
                System.arraycopy(suffixes.get(i), 0, whole, prefix.length, suffixes.get(i).length);
                float unshared = scorer.score(new int[0], List.of(whole), () -> false)[0];
                assertThat(shared[i]).isCloseTo(unshared, within(SHARED_PREFIX_TOLERANCE));
            }
        }
    }
}
