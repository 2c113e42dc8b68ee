package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Interactions SMALL =
            Made.rows("a x + 1", "a y - 2", "b x + 3", "b y + 4", "b z - 5", "c x + 6");

    private static double once(UserStatistic figure, Interactions rows) {
        int[] drawn = new int[rows.users()];
        Arrays.fill(drawn, 1);
        return figure.over(drawn);
    }

    @Test
    void aucByHand() {
        // Likes score 3, 2, 1, 2; dislikes 1, 2. Of 8 pairs: 3>1 3>2 2>1 2=2 1=1 1<2 2>1 2=2, so 4 and 3 halves.
        double[] scores = {3, 1, 2, 1, 2, 2};
        assertThat(PooledAuc.of(SMALL, scores)).isEqualTo(5.5 / 8);
        // a: 3>1. b: 2=2 and 1<2, one half of two pairs. c has one label.
        assertThat(once(UserMean.auc(SMALL, scores), SMALL)).isEqualTo((1 + 0.25) / 2);
        assertThat(UserMean.auc(SMALL, scores).users()).isEqualTo(2);
    }

    @Test
    void scoresThatAreNoNumbersHoldNobodyUp() {
        double[] scores = {3, 1, Double.NaN, Double.NaN, 2, 2};
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> UserMean.auc(SMALL, scores));
    }

    @Test
    void aucIsThatOfAllPairs() {
        Interactions rows = Made.shop(15, 8, 20, 4);
        Random random = new Random(5);
        double[] scores =
                random.doubles(rows.size()).map(v -> Math.floor(v * 7)).toArray();
        int[] drawn = random.ints(rows.users(), 0, 4).toArray();
        double won = 0;
        double pairs = 0;
        double[] wonBy = new double[rows.users()];
        double[] pairsOf = new double[rows.users()];
        for (int a = 0; a < scores.length; a++) {
            for (int b = 0; b < scores.length; b++) {
                if (rows.liked(a) && !rows.liked(b)) {
                    double share = scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
                    double weight = drawn[rows.user(a)] * drawn[rows.user(b)];
                    won += weight * share;
                    pairs += weight;
                    if (rows.user(a) == rows.user(b)) {
                        wonBy[rows.user(a)] += share;
                        pairsOf[rows.user(a)]++;
                    }
                }
            }
        }
        assertThat(new PooledAuc(rows, scores).over(drawn)).isCloseTo(won / pairs, within(1e-12));
        double sum = 0;
        double n = 0;
        for (int u = 0; u < wonBy.length; u++) {
            if (pairsOf[u] > 0) {
                sum += drawn[u] * wonBy[u] / pairsOf[u];
                n += drawn[u];
            }
        }
        assertThat(UserMean.auc(rows, scores).over(drawn)).isCloseTo(sum / n, within(1e-12));
    }

    @Test
    void oneClassHasNoAuc() {
        Interactions likes = Made.rows("a x + 1", "b y + 2");
        assertThat(PooledAuc.of(likes, new double[] {1, 2})).isNaN();
        assertThat(once(UserMean.auc(likes, new double[] {1, 2}), likes)).isNaN();
        assertThat(PooledAuc.of(likes.slice(0, 0), new double[0])).isNaN();
    }

    @Test
    void errorsByHand() {
        // Ratings 5, 1, 5, 5, 1, 5.
        double[] scores = {4, 1, 5, 3, 2, 5};
        assertThat(once(UserMean.absoluteError(SMALL, scores), SMALL)).isEqualTo(4.0 / 6);
        assertThat(once(UserMean.squaredError(SMALL, scores).root(), SMALL)).isEqualTo(Math.sqrt(6.0 / 6));
    }

    @Test
    void calibrationByHand() {
        // From 0.7: 0.75 twice, one of them liked. From 0.9: 1 four times, three of them liked.
        double[] p = {0.75, 0.75, 1, 1, 1, 1};
        Calibration calibration = new Calibration(SMALL, p);
        assertThat(once(calibration, SMALL)).isCloseTo((2 * 0.25 + 4 * 0.25) / 6, within(1e-12));
        assertThat(calibration.bins()).hasSize(2);
        assertThat(calibration.bins().getLast()).isEqualTo(new Calibration.Bin(0.9, 1, 4, 1, 0.75));
        assertThatThrownBy(() -> new Calibration(SMALL, new double[] {0, 0, 0, 0, 0, 1.5}))
                .hasMessageContaining("row 6")
                .hasMessageContaining("1.5");
    }

    @Test
    void whatIsSaidTrulyIsCalibrated() {
        Random random = new Random(6);
        InteractionsBuilder builder = new InteractionsBuilder();
        double[] logOdds = new double[50_000];
        for (int r = 0; r < logOdds.length; r++) {
            logOdds[r] = random.nextGaussian();
            boolean liked = random.nextDouble() < 1 / (1 + Math.exp(-logOdds[r]));
            builder.add("u" + r % 50, "i", liked, Float.NaN, null);
        }
        Interactions rows = builder.build();
        assertThat(once(Calibration.ofLogOdds(rows, logOdds), rows)).isLessThan(0.01);
    }

    @Test
    void rankCorrelationByHand() {
        assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {10, 20, 90}))
                .isEqualTo(1);
        assertThat(RankCorrelation.of(new double[] {1, 2, 3}, new double[] {3, 2, 1}))
                .isEqualTo(-1);
        // Midranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5 / sqrt(4.5 * 5).
        assertThat(RankCorrelation.of(new double[] {1, 5, 5, 9}, new double[] {1, 2, 3, 4}))
                .isCloseTo(4.5 / Math.sqrt(4.5 * 5), within(1e-12));
        assertThat(RankCorrelation.of(new double[] {1, 1}, new double[] {1, 2})).isNaN();
        assertThatThrownBy(() -> RankCorrelation.of(new double[1], new double[2]))
                .hasMessageContaining("1 and 2");
    }
}
