package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
    /** Scores with how many events were taken in, and remembers their times. */
    private static final class Counting implements Scorer.State {
        private final List<Long> observed = new ArrayList<>();
        private final List<Long> supported = new ArrayList<>();

        @Override
        public double score(int user, int item) {
            return observed.size() + supported.size();
        }

        @Override
        public void observe(Interactions events, int row) {
            observed.add(events.second(row));
        }

        @Override
        public void support(Interactions events, int row) {
            supported.add(events.second(row));
        }
    }

    @Test
    void onlineSeesStrictlyEarlierSecondsAlone() {
        Counting state = new Counting();
        Interactions rows = Made.rows("a x + 1", "b x + 1", "a y + 2", "a z + 4", "b y - 4", "b z - 4", "c x + 5");
        assertThat(Protocols.online(() -> state, rows)).containsExactly(0, 0, 2, 3, 3, 3, 6);
        assertThat(state.observed).containsExactly(1L, 1L, 2L, 4L, 4L, 4L);
    }

    @Test
    void frozenSeesNothing() {
        Counting state = new Counting();
        assertThat(Protocols.frozen(() -> state, Made.rows("a x + 1", "a y + 2")))
                .containsExactly(0, 0);
        assertThat(state.observed).isEmpty();
    }

    @Test
    void fewShotGivesTheFirstEventsAndScoresFromTheEleventhOn() {
        Interactions past = Made.rows("old x + 1", "new x + 99");
        InteractionsBuilder builder = new InteractionsBuilder();
        // Numbered as the past is: the known user first.
        builder.add("old", "x", true, 5, Instant.ofEpochSecond(1));
        for (int k = 1; k <= 12; k++) {
            builder.add("new", "i" + k, k % 2 == 0, 1, Instant.ofEpochSecond(10 + k));
        }
        Interactions test = builder.build();
        FewShot fewShot = new FewShot(past.slice(0, 1), test);
        assertThat(fewShot.rows().size()).isEqualTo(2);
        Counting state = new Counting();
        double[][] scores = fewShot.score(() -> state, 0, 1, 3, 10);
        assertThat(scores).isDeepEqualTo(new double[][] {{0, 0}, {1, 1}, {3, 3}, {10, 10}});
        assertThat(state.supported).containsExactly(11L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L, 20L);
        assertThat(state.observed).isEmpty();
    }

    @Test
    void foldsNeverLearnFromTheirOwnUsers() {
        Interactions all = Made.shop(40, 12, 8, 3);
        Folds by = new Folds(all, 5);
        UserFolds folds = new UserFolds(all, by);
        int rows = folds.scored().size();
        for (int fold = 0; fold < 5; fold++) {
            boolean[] own = folds.given(fold).usersPresent();
            boolean[] others = by.past(fold).usersPresent();
            for (int u = 0; u < own.length; u++) {
                assertThat(own[u] && others[u]).isFalse();
            }
            rows += folds.given(fold).size();
        }
        assertThat(rows).isEqualTo(all.size());
    }
}
