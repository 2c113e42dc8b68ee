package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.Logistic;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.Scorer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members that say true log-odds of the items, nothing at all, and noise. */
class EnsembleTest {
    private static final int ITEMS = 40;
    private static final int ROWS = 9_000;

    private record Saying(String name, double[] said) implements Scorer {
        @Override
        public Scale scale() {
            return Scale.ORDER;
        }

        @Override
        public Fitted fit(Interactions past) {
            return () -> (user, item) -> said[item];
        }
    }

    private static double truth(int item) {
        return -2 + 4.0 * item / (ITEMS - 1);
    }

    private static Interactions rows(boolean timed, long seed) {
        Random random = new Random(seed);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int i = 0; i < ITEMS; i++) {
            builder.item("things", "i" + i);
        }
        for (int r = 0; r < ROWS; r++) {
            int item = random.nextInt(ITEMS);
            boolean liked = random.nextDouble() < Logistic.sigmoid(truth(item));
            builder.add("u" + r % 50, "things", "i" + item, liked, Float.NaN, timed ? Instant.ofEpochSecond(r) : null);
        }
        return builder.build();
    }

    private static Scorer.State state(Interactions past) {
        double[] ten = new double[ITEMS];
        double[] flat = new double[ITEMS];
        double[] noise = new double[ITEMS];
        Random random = new Random(1);
        for (int i = 0; i < ITEMS; i++) {
            ten[i] = 10 * truth(i) + 3;
            flat[i] = 7;
            noise[i] = random.nextGaussian();
        }
        return new Ensemble(
                        "ensemble",
                        List.of(new Saying("ten", ten), new Saying("flat", flat), new Saying("noise", noise)))
                .fit(past)
                .state();
    }

    @Test
    void weighsWhatTellsLikesAndNothingElse() {
        for (boolean timed : new boolean[] {true, false}) {
            Scorer.State state = state(rows(timed, 4));
            double[] all = new double[ITEMS];
            state.scoreAll(0, all);
            for (int i = 0; i < ITEMS; i++) {
                assertThat(all[i]).as("item %d, timed %s", i, timed).isCloseTo(truth(i), within(0.35));
                assertThat(state.score(3, i)).isCloseTo(all[i], within(1e-9));
            }
        }
    }

    @Test
    void saysAFiniteNumberOfWhatHasOneVerdictOrNoRow() {
        InteractionsBuilder liked = new InteractionsBuilder();
        for (int r = 0; r < 20; r++) {
            liked.add("u" + r, "things", "i" + r % 3, true, Float.NaN, Instant.ofEpochSecond(r));
        }
        for (Interactions past : List.of(liked.build(), new InteractionsBuilder().build())) {
            assertThat(Peers.all(0).getLast().fit(past).state()).satisfies(state -> {
                if (past.size() > 0) {
                    assertThat(state.score(0, 0)).isFinite();
                }
            });
        }
    }
}
