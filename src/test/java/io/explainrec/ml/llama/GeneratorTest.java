package io.explainrec.ml.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model of two layers with random weights. */
class GeneratorTest {
    private static Llama llama;
    private static int[] prompt;
    private static int[] greedy;

    @BeforeAll
    static void load() {
        Torch.inferenceThread(1);
        llama = Llama.open(Golden.folder("tiny-llama"));
        JsonNode golden = Golden.read("tiny-llama");
        prompt = Golden.ints(golden.path("ids"));
        greedy = Golden.ints(golden.path("greedy"));
    }

    @AfterAll
    static void close() {
        llama.close();
    }

    @Test
    void greedyTokensEqualTheReferenceAndStopWhereTold() {
        Generator generator = new Generator(llama);
        assertThat(generator.generate(prompt, Generation.greedy(greedy.length, Set.of()), () -> false))
                .containsExactly(greedy);
        int end = greedy[3];
        int before = IntStream.range(0, greedy.length)
                .filter(i -> greedy[i] == end)
                .findFirst()
                .getAsInt();
        assertThat(generator.generate(prompt, Generation.greedy(greedy.length, Set.of(end)), () -> false))
                .containsExactly(Arrays.copyOf(greedy, before));
        assertThat(generator.generate(prompt, Generation.greedy(1000, Set.of()), () -> false))
                .hasSize(llama.config().context() - prompt.length);
    }

    @Test
    void aSeedGivesTheSameTokensAndAnotherOthers() {
        Set<String> different = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            int[] first = sampled(Sampling.of(1), seed, 20);
            assertThat(sampled(Sampling.of(1), seed, 20)).containsExactly(first);
            different.add(Arrays.toString(first));
        }
        assertThat(different).hasSize(10);
    }

    @Test
    void tokensComeAsOftenAsTheirProbabilitiesSay() {
        Sampling sampling = new Sampling(0.8, 12, 0.95, 0, 1.1);
        float[] all = llama.logits(prompt);
        int vocabulary = llama.config().vocabulary();
        float[] last = Arrays.copyOfRange(all, all.length - vocabulary, all.length);
        NextTokens expected = NextTokens.of(last, seen(), sampling);
        int draws = 3000;
        int[] counts = new int[vocabulary];
        for (int seed = 0; seed < draws; seed++) {
            counts[sampled(sampling, seed, 1)[0]]++;
        }
        for (int i = 0; i < expected.ids().length; i++) {
            double p = expected.probabilities()[i];
            double deviation = Math.sqrt(p * (1 - p) / draws);
            assertThat(counts[expected.ids()[i]] / (double) draws).isCloseTo(p, within(4.5 * deviation + 1e-9));
        }
        assertThat(IntStream.of(expected.ids()).map(id -> counts[id]).sum()).isEqualTo(draws);
    }

    @Test
    void distributionsEqualTheReference() {
        float[] row = Golden.floats(Golden.read("tiny-llama").path("logits").get(prompt.length - 1));
        int compared = 0;
        for (JsonNode recorded : Golden.read("sampling")) {
            JsonNode o = recorded.path("options");
            Sampling sampling = new Sampling(
                    o.get(0).asDouble(),
                    o.get(1).asInt(),
                    o.get(2).asDouble(),
                    o.get(3).asDouble(),
                    o.get(4).asDouble());
            NextTokens next = NextTokens.of(row.clone(), seen(), sampling);
            double[] actual = new double[row.length];
            for (int i = 0; i < next.ids().length; i++) {
                actual[next.ids()[i]] = next.probabilities()[i];
            }
            for (int id = 0; id < row.length; id++) {
                assertThat(actual[id])
                        .as("%s of %s", id, sampling)
                        .isCloseTo(recorded.path("probabilities").get(id).asDouble(), within(1e-6));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(108 * 96);
    }

    /** Logits of 1/2, 1/4, 1/8 and 1/8. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1    | 0 | 1    | 0    | 0.5 0.25 0.125 0.125
            0.5  | 0 | 1    | 0    | 0.727272727 0.181818182 0.045454545 0.045454545
            1    | 2 | 1    | 0    | 0.666666667 0.333333333
            1    | 9 | 1    | 0    | 0.5 0.25 0.125 0.125
            1    | 3 | 1    | 0    | 0.571428571 0.285714286 0.142857143
            1    | 0 | 0.5  | 0    | 1
            1    | 0 | 0.51 | 0    | 0.666666667 0.333333333
            1    | 0 | 1e-9 | 0    | 1
            1    | 2 | 0.7  | 0    | 0.666666667 0.333333333
            1    | 0 | 1    | 0.49 | 0.666666667 0.333333333
            1    | 0 | 1    | 0.51 | 1
            1    | 0 | 1    | 1    | 1
            0    | 0 | 1    | 0    | 1
            """)
    void distributionsAreAsOnPaper(double temperature, int k, double p, double least, String expected) {
        float[] logits = {
            (float) Math.log(0.125), (float) Math.log(0.5), (float) Math.log(0.25), (float) Math.log(0.125)
        };
        NextTokens next = NextTokens.of(logits, new BitSet(), new Sampling(temperature, k, p, least, 1));
        assertThat(next.probabilities())
                .containsExactly(
                        Arrays.stream(expected.split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray(),
                        within(1e-7));
        assertThat(next.ids()).containsExactly(Arrays.copyOf(new int[] {1, 2, 0, 3}, next.ids().length));
    }

    @Test
    void thePenaltyIsOnTokensThatWereSeen() {
        BitSet seen = new BitSet();
        seen.set(0);
        seen.set(2);
        float[] logits = {4, 3, -1, -1.5f};
        NextTokens next = NextTokens.of(logits, seen, new Sampling(1, 0, 1, 0, 2));
        assertThat(logits).containsExactly(2, 3, -2, -1.5f);
        assertThat(next.ids()).containsExactly(1, 0, 3, 2);
        assertThat(new Generator(llama)
                        .generate(prompt, new Generation(8, Set.of(), new Sampling(0, 0, 1, 0, 1e6), 0), () -> false))
                .as("a token that was seen does not come again")
                .doesNotHaveDuplicates()
                .doesNotContain(prompt);
    }

    @Test
    void placesOfTheDistributionAreItsTokens() {
        NextTokens next = new NextTokens(new int[] {7, 3, 5}, new double[] {0.5, 0.25, 0.25});
        assertThat(new int[] {
                    next.at(0), next.at(0.499), next.at(0.5), next.at(0.749), next.at(0.75), next.at(0.9999999)
                })
                .containsExactly(7, 7, 3, 3, 5, 5);
    }

    @Test
    void givesUpWhenTheCallerDid() {
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> new Generator(llama)
                        .generate(prompt, Generation.greedy(40, Set.of()), () -> asked.incrementAndGet() > 9))
                .isInstanceOf(CancelledCall.class);
        assertThat(asked.get()).isEqualTo(10);
    }

    @Test
    void optionsOutOfTheirRangesAreRefusedByName() {
        assertRefused("temperature is -1.0; expected 0 or more", () -> Sampling.of(-1));
        assertRefused("temperature is NaN", () -> Sampling.of(Double.NaN));
        assertRefused("temperature is Infinity", () -> Sampling.of(Double.POSITIVE_INFINITY));
        assertRefused("top-k is -1; expected 0 or more", () -> new Sampling(1, -1, 1, 0, 1));
        assertRefused("top-p is 0.0; expected above 0 and at most 1", () -> new Sampling(1, 0, 0, 0, 1));
        assertRefused("top-p is 1.1", () -> new Sampling(1, 0, 1.1, 0, 1));
        assertRefused("min-p is -0.1; expected 0 to 1", () -> new Sampling(1, 0, 1, -0.1, 1));
        assertRefused("min-p is 1.5", () -> new Sampling(1, 0, 1, 1.5, 1));
        assertRefused("repetition penalty is 0.0; expected above 0", () -> new Sampling(1, 0, 1, 0, 0));
        assertRefused("the limit is 0 tokens; expected at least 1", () -> Generation.greedy(0, Set.of()));
        Generator generator = new Generator(llama);
        assertRefused(
                "a prompt of 64 tokens leaves no room in the model's context of 64",
                () -> generator.generate(new int[64], Generation.greedy(1, Set.of()), () -> false));
        assertRefused(
                "a sequence of no tokens",
                () -> generator.generate(new int[0], Generation.greedy(1, Set.of()), () -> false));
    }

    private static void assertRefused(String message, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static int[] sampled(Sampling sampling, long seed, int limit) {
        return new Generator(llama).generate(prompt, new Generation(limit, Set.of(), sampling, seed), () -> false);
    }

    private static BitSet seen() {
        BitSet seen = new BitSet();
        Arrays.stream(prompt).forEach(seen::set);
        return seen;
    }
}
