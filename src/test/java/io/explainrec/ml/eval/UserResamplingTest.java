package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserResamplingTest {
    private static final UserStatistic DRAWN = drawn -> Arrays.stream(drawn).sum();

    @Test
    void drawsAsManyUsersAsThereAre() {
        Interactions rows = Made.shop(20, 5, 4, 1).slice(20, 60);
        UserResampling resampling = UserResampling.of(rows, 50, 3);
        Interval interval = resampling.sample(List.of(DRAWN)).interval(0);
        int present = resampling.population().length;
        assertThat(interval).isEqualTo(new Interval(present, present, present));
    }

    @Test
    void givesTheIntervalOfAMean() {
        // The mean of 400 users with standard deviation 1: 1.96 / 20 to each side.
        Random random = new Random(2);
        double[] values = random.doubles(400).map(v -> random.nextGaussian()).toArray();
        double[] ones = new double[400];
        Arrays.fill(ones, 1);
        int[] everybody = new int[400];
        Arrays.setAll(everybody, u -> u);
        Interval interval = new UserResampling(400, everybody, 2000, 7)
                .sample(List.of(new UserMean(values, ones)))
                .interval(0);
        double deviation = Math.sqrt(
                Arrays.stream(values).map(v -> v * v).average().orElseThrow() - interval.value() * interval.value());
        assertThat(interval.value() - interval.low()).isCloseTo(1.96 * deviation / 20, within(0.008));
        assertThat(interval.high() - interval.value()).isCloseTo(1.96 * deviation / 20, within(0.008));
    }

    @Test
    void differencesArePaired() {
        Interactions rows = Made.shop(30, 8, 10, 5);
        double[] scores = new Random(4).doubles(rows.size()).toArray();
        UserStatistic auc = new PooledAuc(rows, scores);
        UserStatistic more = drawn -> auc.over(drawn) + 0.25;
        Resampled resampled = UserResampling.of(rows, 100, 1).sample(List.of(more, auc));
        Interval difference = resampled.difference(0, 1);
        assertThat(difference.low()).isCloseTo(0.25, within(1e-12));
        assertThat(difference.high()).isCloseTo(0.25, within(1e-12));
        assertThat(difference.low()).isPositive();
        assertThat(resampled.interval(1).high() - resampled.interval(1).low()).isPositive();
    }

    @Test
    void theSameSeedGivesTheSame() {
        Interactions rows = Made.shop(30, 8, 10, 5);
        UserMean auc = UserMean.auc(rows, new Random(4).doubles(rows.size()).toArray());
        assertThat(UserResampling.of(rows, 100, 1).sample(List.of(auc)).interval(0))
                .isEqualTo(UserResampling.of(rows, 100, 1).sample(List.of(auc)).interval(0))
                .isNotEqualTo(
                        UserResampling.of(rows, 100, 2).sample(List.of(auc)).interval(0));
    }

    @Test
    void oneUserHasAFigureWithoutAnInterval() {
        Interactions rows = Made.rows("a x + 1", "a y - 2");
        Interval interval = UserResampling.of(rows, 10, 1)
                .sample(List.of(new PooledAuc(rows, new double[] {2, 1})))
                .interval(0);
        assertThat(interval.value()).isEqualTo(1);
        assertThat(interval.low()).isNaN();
    }

    @Test
    void resamplesInWhichNothingIsDefinedAreLeftOut() {
        String[] lines = IntStream.range(0, 10)
                .mapToObj(k -> "u" + k + (k % 2 == 0 ? " x + " : " y - ") + k)
                .toArray(String[]::new);
        Interactions rows = Made.rows(lines);
        double[] scores =
                IntStream.range(0, 10).mapToDouble(k -> k % 2).map(odd -> -odd).toArray();
        Interval interval = UserResampling.of(rows, 2000, 1)
                .sample(List.of(new PooledAuc(rows, scores)))
                .interval(0);
        assertThat(interval).isEqualTo(new Interval(1, 1, 1));
    }

    @Test
    void aFigureThatFewOfManyUsersCountInHasNoIntervalAndNoSureDifference() {
        Interactions rows = Made.rows("a x + 1", "a y - 2", "b x + 3", "c x + 4", "d y + 5", "e y + 6", "f y + 7");
        UserMean right = UserMean.auc(rows, new double[] {2, 1, 2, 2, 1, 1, 1});
        UserMean wrong = UserMean.auc(rows, new double[] {1, 2, 1, 1, 2, 2, 2});
        UserMean loved = new UserMean(new double[] {0, 1, 1, 1, 1, 1}, new double[] {0, 1, 1, 1, 1, 1});
        List<UserStatistic> figures = List.of(
                right,
                wrong,
                UserStatistic.mean(List.of(right, wrong)),
                right.root(),
                new PooledAuc(rows, new double[] {2, 1, 2, 2, 1, 1, 1}),
                loved);
        Resampled resampled = UserResampling.of(rows, 100, 1).sample(figures);
        assertThat(resampled.difference(0, 1).value()).isEqualTo(1);
        assertThat(resampled.difference(0, 1).low()).isNaN();
        for (int figure = 0; figure < figures.size() - 1; figure++) {
            assertThat(resampled.interval(figure).value()).isNotNaN();
            assertThat(resampled.interval(figure).low()).as("figure " + figure).isNaN();
        }
        assertThat(resampled.interval(5)).isEqualTo(new Interval(1, 1, 1));
    }
}
