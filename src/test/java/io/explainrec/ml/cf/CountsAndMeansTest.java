package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.eval.Scorer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountsAndMeansTest {
    private static final long DAY = 86_400;
    private static final Interactions ALL = Made.rows(
            "a x + 0",
            "b x - " + DAY,
            "c x + " + 14 * DAY,
            "a y - " + 14 * DAY,
            "b y + " + 28 * DAY,
            "c z + " + 42 * DAY);
    private static final Interactions PAST = ALL.slice(0, 5);

    @Test
    void popularityCountsRowsOrLikes() {
        Scorer.State rows = new Counts("n", false, 1).fit(PAST).state();
        Scorer.State likes = new Counts("n", true, 1).fit(PAST).state();
        Scorer.State latest = new Counts("n", true, 0.4).fit(PAST).state();
        assertThat(rows.score(0, 0)).isEqualTo(Math.log1p(3));
        assertThat(likes.score(0, 0)).isEqualTo(Math.log1p(2));
        assertThat(latest.score(0, 0)).as("the last two of five").isZero();
        assertThat(latest.score(0, 1)).isEqualTo(Math.log1p(1));
        likes.observe(ALL, 5);
        assertThat(likes.score(0, 2)).isEqualTo(Math.log1p(1));
        likes.support(ALL, 5);
        assertThat(likes.score(0, 2))
                .as("one user's support is no news of items")
                .isEqualTo(Math.log1p(1));
    }

    @Test
    void decayedPopularityHalvesEveryFortnight() {
        DecayedPopularity decayed = new DecayedPopularity("d", Duration.ofDays(14));
        Scorer.State state = decayed.fit(PAST).state();
        assertThat(state.score(0, 0)).isCloseTo(Math.log1p(0.25 + 0.5), within(1e-12));
        assertThat(state.score(0, 1)).isEqualTo(Math.log1p(1));
        state.observe(ALL, 5);
        assertThat(state.score(0, 2))
                .as("a fortnight later, so twice the weight")
                .isEqualTo(Math.log1p(2));
        assertThat(decayed.obstacle(Made.rows("a x +")))
                .hasValueSatisfying(why -> assertThat(why).contains("times"));
    }

    @Test
    void decayedPopularityIsFiniteHoweverMuchLaterALikeIs() {
        Interactions rows = Made.rows("a x + 0", "a y + 1500000000", "b y + 1600000000000", "b x + 1600000000001");
        Scorer.State state = new DecayedPopularity("d", Duration.ofDays(14))
                .fit(rows.slice(0, 1))
                .state();
        state.observe(rows, 1);
        assertThat(state.score(0, 1)).isGreaterThan(state.score(0, 0));
        state.observe(rows, 2);
        state.observe(rows, 3);
        assertThat(state.score(0, 1)).isCloseTo(Math.log1p(1), within(1e-6));
        assertThat(state.score(0, 0)).isCloseTo(Math.log1p(1), within(1e-6));
    }

    @Test
    void meansAreShrunkenLogOdds() {
        // 3 of 5 are likes; x has 2 of 3, a 1 of 2.
        double item = (2 + 3 * 0.6) / 6;
        double user = (1 + 3 * 0.6) / 5;
        Scorer.State both = new Means("both", true, true).fit(PAST).state();
        assertThat(both.score(0, 0)).isCloseTo(logit(item) + logit(user) - logit(0.6), within(1e-12));
        assertThat(new Means("item", false, true).fit(PAST).state().score(0, 0)).isCloseTo(logit(item), within(1e-12));
        assertThat(new Means("user", true, false).fit(PAST).state().score(0, 0)).isCloseTo(logit(user), within(1e-12));
        assertThat(both.score(2, 2)).isCloseTo(logit((1 + 3 * 0.6) / 4), within(1e-12)); // z is unseen
    }

    @Test
    void supportTellsOfTheUserAlone() {
        Scorer.Fitted fitted = new Means("both", true, true).fit(PAST);
        Scorer.State state = fitted.state();
        state.support(ALL, 5);
        double user = (2 + 3 * 0.6) / 5;
        assertThat(state.score(2, 2)).isCloseTo(logit(user), within(1e-12));
        state.observe(ALL, 5);
        assertThat(state.score(0, 2)).isGreaterThan(fitted.state().score(0, 2));
    }

    @Test
    void oneClassAndNoRowsHaveFiniteScores() {
        for (Interactions rows :
                new Interactions[] {ALL.slice(0, 0), ALL.slice(0, 1), Made.rows("a x - 1", "b x - 2")}) {
            for (Scorer scorer : Peers.all(1)) {
                assertThat(scorer.fit(rows).state().score(0, 0))
                        .as(scorer.name())
                        .isFinite();
            }
        }
    }

    private static double logit(double share) {
        return Math.log(share / (1 - share));
    }
}
