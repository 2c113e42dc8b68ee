package io.explainrec.ml.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of two layers with random weights. */
class BatchGeneratorTest {
    private static Llama llama;

    @BeforeAll
    static void load() {
        Torch.inferenceThread(1);
        llama = Llama.open(Golden.folder("tiny-llama"));
    }

    @AfterAll
    static void close() {
        llama.close();
    }

    /** Of 1 to 40 tokens; the model's context is 64. */
    private static List<int[]> prompts(int count) {
        Random random = new Random(1);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(random.ints(1 + random.nextInt(40), 0, llama.config().vocabulary())
                    .toArray());
        }
        return prompts;
    }

    private static List<int[]> generated(int rows, List<int[]> prompts, Generation generation) {
        return generated(rows, prompts, generation, Optional.empty());
    }

    private static List<int[]> generated(
            int rows, List<int[]> prompts, Generation generation, Optional<Guidance> guidance) {
        int[][] texts = new int[prompts.size()][];
        new BatchGenerator(llama, llama.linears(), rows, guidance)
                .generate(
                        prompts,
                        generation,
                        (prompt, tokens) -> {
                            assertThat(texts[prompt]).as("told once").isNull();
                            texts[prompt] = tokens;
                        },
                        () -> false);
        return List.of(texts);
    }

    private static void equalsRowByRow(int rows, Generation generation) {
        equalsRowByRow(rows, prompts(23), generation);
    }

    private static void equalsRowByRow(int rows, List<int[]> prompts, Generation generation) {
        List<int[]> texts = generated(rows, prompts, generation);
        Generator alone = new Generator(llama);
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(texts.get(i))
                    .as("prompt %s", i)
                    .containsExactly(alone.generate(prompts.get(i), generation, () -> false));
            lengths.add(texts.get(i).length);
        }
        assertThat(lengths).as("rows end at different steps").hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 64})
    void greedyTokensEqualThoseOfEachPromptAlone(int rows) {
        equalsRowByRow(rows, Generation.greedy(20, Set.of(3, 17, 40, 60, 80, 90)));
    }

    @Test
    void sampledTokensEqualThoseOfEachPromptAloneAndTheContextIsAnEnd() {
        Sampling sampling = new Sampling(0.8, 12, 0.95, 0, 1.1);
        equalsRowByRow(6, new Generation(60, Set.of(5, 6, 7), sampling, 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void whatAllPromptsBeginWithIsReadOnce(int shared) {
        int[] beginning =
                new Random(2).ints(shared, 0, llama.config().vocabulary()).toArray();
        List<int[]> prompts = prompts(23).stream()
                .map(prompt -> IntStream.concat(IntStream.of(beginning), IntStream.of(prompt))
                        .toArray())
                .toList();
        equalsRowByRow(5, prompts, Generation.greedy(20, Set.of(3, 17, 40, 60, 80, 90)));
        List<int[]> same = List.of(beginning, beginning, beginning);
        List<int[]> texts = generated(2, same, Generation.greedy(9, Set.of()));
        assertThat(texts.get(2)).containsExactly(texts.get(0)).hasSize(9);
    }

    /** One prompt at a time, each step read anew: {@code c + strength (c - p)} among the plausible, as the formula stands. */
    private static int[] guidedByHand(int[] prompt, Guidance guidance, int limit) {
        Generator reader = new Generator(llama);
        int[] chosen = {};
        for (int step = 0; step < limit; step++) {
            float[] behind = logits(reader, prompt, chosen);
            float[] plain = logits(reader, guidance.plain(), chosen);
            float most = 0;
            for (int token = 0; token < behind.length; token++) {
                most = token == 0 ? behind[0] : Math.max(most, behind[token]);
            }
            int best = -1;
            double score = 0;
            for (int token = 0; token < behind.length; token++) {
                double own = behind[token] + guidance.strength() * (behind[token] - plain[token]);
                if (Math.exp(behind[token] - most) >= 0.1 && (best < 0 || own > score)) {
                    best = token;
                    score = own;
                }
            }
            chosen = IntStream.concat(IntStream.of(chosen), IntStream.of(best)).toArray();
        }
        return chosen;
    }

    private static float[] logits(Generator reader, int[] prompt, int[] chosen) {
        int[] ids = IntStream.concat(IntStream.of(prompt), IntStream.of(chosen)).toArray();
        try (var call = llama.newCall();
                var cache = new KeyValueCache(llama.config(), call)) {
            return reader.logits(ids, call, cache, () -> false);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9})
    void guidedTokensAreThoseOfTheFormula(int rows) {
        Guidance guidance = new Guidance(new int[] {7, 8, 9}, 3);
        List<int[]> prompts = prompts(9);
        List<int[]> guided = generated(rows, prompts, Generation.greedy(12, Set.of()), Optional.of(guidance));
        List<int[]> free = generated(rows, prompts, Generation.greedy(12, Set.of()));
        int changed = 0;
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(guided.get(i))
                    .as("prompt %s", i)
                    .containsExactly(guidedByHand(prompts.get(i), guidance, guided.get(i).length));
            changed += Arrays.equals(guided.get(i), free.get(i)) ? 0 : 1;
        }
        assertThat(changed).as("texts that guidance changes").isPositive();
    }

    @Test
    void guidedRowsThatEndGiveTheirPlacesToOthers() {
        Guidance guidance = new Guidance(new int[] {7, 8, 9}, 1);
        Generation generation = Generation.greedy(20, Set.of(3, 17, 40, 60, 80, 90));
        List<int[]> prompts = prompts(23);
        List<int[]> many = generated(5, prompts, generation, Optional.of(guidance));
        List<int[]> alone = generated(1, prompts, generation, Optional.of(guidance));
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(many.get(i)).as("prompt %s", i).containsExactly(alone.get(i));
        }
        assertThat(many.stream().map(text -> text.length).distinct()).hasSizeGreaterThan(3);
    }

    @Test
    void guidanceOutOfItsRangeIsNamed() {
        assertThatThrownBy(() -> new Guidance(new int[0], 1)).hasMessageContaining("no tokens");
        assertThatThrownBy(() -> new Guidance(new int[] {1}, 0)).hasMessageContaining("strength of 0.0");
        assertThatThrownBy(() -> new Guidance(new int[] {1}, Double.NaN)).hasMessageContaining("strength of NaN");
        int context = llama.config().context();
        assertThatThrownBy(() -> generated(
                        1, prompts(1), Generation.greedy(2, Set.of()), Optional.of(new Guidance(new int[context], 1))))
                .hasMessageContaining("the plain prompt of " + context);
    }

    @Test
    void everyPromptIsTooLongOrNoneIsRead() {
        int context = llama.config().context();
        List<int[]> prompts = List.of(new int[] {1}, new int[context]);
        assertThatThrownBy(() -> generated(2, prompts, Generation.greedy(2, Set.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves no room in the model's context of " + context);
        assertThat(generated(2, List.of(new int[context - 1]), Generation.greedy(9, Set.of()))
                        .getFirst())
                .hasSize(1);
        assertThat(generated(2, List.of(), Generation.greedy(9, Set.of()))).isEmpty();
        assertThatThrownBy(() -> new BatchGenerator(llama, llama.linears(), 0))
                .hasMessageContaining("a batch of 0 rows");
        assertThatThrownBy(() -> generated(2, List.of(new int[0]), Generation.greedy(9, Set.of())))
                .hasMessageContaining("no tokens");
    }

    @Test
    void whatWasFinishedBeforeACancelIsTold() {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> told = new ArrayList<>();
        assertThatThrownBy(() -> new BatchGenerator(llama, llama.linears(), 1)
                        .generate(
                                prompts(9),
                                Generation.greedy(2, Set.of()),
                                (prompt, tokens) -> told.add(prompt),
                                () -> asked.incrementAndGet() > 10))
                .isInstanceOf(CancelledCall.class);
        assertThat(told).containsExactly(0, 1);
    }

    @Test
    void callsLeaveNothingBehind() {
        generated(4, prompts(5), Generation.greedy(4, Set.of()));
        int before = llama.heldArrays();
        for (int i = 0; i < 20; i++) {
            generated(4, prompts(5), Generation.greedy(4, Set.of()));
        }
        assertThat(llama.heldArrays()).isEqualTo(before);
    }
}
