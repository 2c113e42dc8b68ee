package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.adapt.TokenLearning.Learned;
import io.explainrec.ml.adapt.TokenLearning.Options;
import io.explainrec.ml.adapt.TokenLearning.Task;
import io.explainrec.ml.adapt.TokenLearning.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenLearningTest {
    private static final int WIDTH = 6;
    private static final Options OPTIONS = new Options(new float[WIDTH], 0.5, 3, 4, 0);

    /** Of a model whose logit is the product of the token and a candidate; users differ in the first two numbers, all like the third. */
    private static Verdicts verdicts(int count, double angle, Random random) {
        float[][] candidates = new float[count][WIDTH];
        boolean[] liked = new boolean[count];
        for (int c = 0; c < count; c++) {
            for (int e = 0; e < WIDTH; e++) {
                candidates[c][e] = (float) random.nextGaussian();
            }
            double taste = candidates[c][0] * Math.cos(angle) + candidates[c][1] * Math.sin(angle) + candidates[c][2];
            liked[c] = random.nextDouble() < 1 / (1 + Math.exp(-3 * taste));
        }
        return new Verdicts() {
            @Override
            public float[] logits(float[] token) {
                float[] logits = new float[count];
                for (int c = 0; c < count; c++) {
                    for (int e = 0; e < WIDTH; e++) {
                        logits[c] += token[e] * candidates[c][e];
                    }
                }
                return logits;
            }

            @Override
            public float[] gradient(float[] token) {
                float[] logits = logits(token);
                float[] gradient = new float[WIDTH];
                for (int c = 0; c < count; c++) {
                    double apart = 1 / (1 + Math.exp(-logits[c])) - (liked[c] ? 1 : 0);
                    for (int e = 0; e < WIDTH; e++) {
                        gradient[e] += (float) (apart * candidates[c][e] / count);
                    }
                }
                return gradient;
            }

            @Override
            public boolean[] liked() {
                return liked;
            }

            @Override
            public void close() {}
        };
    }

    private static List<Task> users(int count, long seed) {
        Random random = new Random(seed);
        List<Task> tasks = new ArrayList<>();
        for (int u = 0; u < count; u++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            Verdicts support = verdicts(1 + u % 8, angle, random);
            Verdicts query = verdicts(8, angle, random);
            tasks.add(new Task() {
                @Override
                public Verdicts support() {
                    return support;
                }

                @Override
                public Verdicts query() {
                    return query;
                }
            });
        }
        return tasks;
    }

    private static Options epochs(int epochs) {
        return new Options(OPTIONS.own(), OPTIONS.loudness(), OPTIONS.steps(), epochs, OPTIONS.seed());
    }

    @Test
    void learnsWhatAllLikeAndHowFastTheRestIsLearned() {
        List<Task> train = users(120, 1);
        List<Task> valid = users(60, 2);
        Learned guessed = new TokenLearning(train, valid, epochs(0)).learn(() -> {});
        Learned learned = new TokenLearning(train, valid, OPTIONS).learn(() -> {});
        assertThat(guessed.reached().meanLoss()).as("all logits are 0 without").isLessThan(Math.log(2));
        assertThat(learned.reached().meanLoss()).isLessThan(guessed.reached().meanLoss() - 0.03);
        assertThat(learned.reached().meanAuc()).isGreaterThan(guessed.reached().meanAuc());
        assertThat(learned.adaptation().start()[2]).isGreaterThan(0.2f);
        assertThat(guessed.adaptation().start()).isEqualTo(OPTIONS.own());
    }

    @Test
    void theSameSeedLearnsTheSameAndTellsOfEachVisit() {
        AtomicInteger visited = new AtomicInteger();
        TokenLearning learning = new TokenLearning(users(15, 1), users(5, 2), OPTIONS);
        TokenAdaptation one = learning.learn(visited::incrementAndGet).adaptation();
        assertThat(visited.get()).isEqualTo(learning.visits());
        TokenAdaptation same = learning.learn(() -> {}).adaptation();
        assertThat(same.start()).isEqualTo(one.start());
        assertThat(same.rate()).isEqualTo(one.rate());
    }

    @Test
    void saysWhereTheModelIsNotSound() {
        Task broken = new Task() {
            @Override
            public Verdicts support() {
                return query();
            }

            @Override
            public Verdicts query() {
                return new Verdicts() {
                    @Override
                    public float[] logits(float[] token) {
                        return new float[] {Float.NaN};
                    }

                    @Override
                    public float[] gradient(float[] token) {
                        return new float[WIDTH];
                    }

                    @Override
                    public boolean[] liked() {
                        return new boolean[1];
                    }

                    @Override
                    public void close() {}
                };
            }
        };
        TokenLearning learning = new TokenLearning(List.of(broken), List.of(broken), OPTIONS);
        assertThatThrownBy(() -> learning.learn(() -> {}))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("no first rate");
    }
}
