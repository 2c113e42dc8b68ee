package io.explainrec.ml.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.explainrec.ml.adapt.MetaLearning.Options;
import io.explainrec.ml.adapt.MetaLearning.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetaLearningTest {
    private static final int WIDTH = 16;

    /** Users who differ in what they make of the first two numbers of a state, which the model knows nothing of. */
    private static List<Task> users(int count, long seed) {
        Random random = new Random(seed);
        List<Task> tasks = new ArrayList<>();
        for (int u = 0; u < count; u++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            tasks.add(new Task(rows(1 + u % 8, angle, random), rows(8, angle, random)));
        }
        return tasks;
    }

    private static LabelledStates rows(int count, double angle, Random random) {
        List<float[]> states = new ArrayList<>();
        boolean[] liked = new boolean[count];
        for (int r = 0; r < count; r++) {
            float[] state = new float[WIDTH];
            for (int e = 0; e < WIDTH; e++) {
                state[e] = (float) (5 + random.nextGaussian() * (e < 2 ? 1 : 0.3));
            }
            states.add(state);
            double taste = (state[0] - 5) * Math.cos(angle) + (state[1] - 5) * Math.sin(angle);
            liked[r] = random.nextDouble() < 1 / (1 + Math.exp(-3 * taste));
        }
        return new LabelledStates(states, new float[count], liked);
    }

    @Test
    void newUsersAreBetterUnderstoodThanWithoutAndThanByTheFirstGuess() {
        List<Task> train = users(150, 1);
        List<Task> valid = users(60, 2);
        List<Task> test = users(200, 3);
        Adaptation guessed = new MetaLearning(train, valid, new Options(3, 0, 0)).learn();
        Adaptation learned = new MetaLearning(train, valid, new Options(3, 20, 0)).learn();
        double without = Math.log(2); // all logits are 0
        assertThat(MetaLearning.loss(guessed, test)).isLessThan(without);
        assertThat(MetaLearning.loss(learned, test)).isLessThan(MetaLearning.loss(guessed, test) - 0.03);
    }

    @Test
    void theSameSeedLearnsTheSame() {
        List<Task> train = users(30, 1);
        List<Task> valid = users(10, 2);
        Adaptation one = new MetaLearning(train, valid, new Options(2, 3, 5)).learn();
        Adaptation same = new MetaLearning(train, valid, new Options(2, 3, 5)).learn();
        assertThat(same.delta()).isEqualTo(one.delta());
        assertThat(same.rate()).isEqualTo(one.rate());
    }

    @Test
    void saysWhatIsMissing() {
        List<Task> some = users(2, 1);
        assertThatThrownBy(() -> new MetaLearning(List.of(), some, new Options(3, 1, 0)))
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("0 users to learn from and 2 to choose by");
        LabelledStates nothing = new LabelledStates(List.of(), new float[0], new boolean[0]);
        List<Task> unsaid = List.of(new Task(nothing, some.getFirst().query()));
        assertThatThrownBy(() -> new MetaLearning(unsaid, unsaid, new Options(3, 1, 0)).learn())
                .isInstanceOf(AdaptationException.class)
                .hasMessageContaining("expected supports");
    }
}
