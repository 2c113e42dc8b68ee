package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.eval.PooledAuc;
import io.explainrec.ml.eval.Protocols;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FactorsTest {
    private static final Interactions SHOP = Made.shop(60, 20, 15, 11);
    private static final Interactions PAST = SHOP.slice(0, 800);
    private static final Interactions LATER = SHOP.slice(800, 900);
    private static final BiasedFactors.Options SMALL = new BiasedFactors.Options(2, 1, 1, 30, 5);

    private static Scorer folded(FoldedFactors.Part part) {
        return new FoldedFactors("f", SMALL, part);
    }

    @Test
    void findThePlantedTastes() {
        List<Scorer> scorers = List.of(
                new LogisticFactorisation("mf", new LogisticFactorisation.Options(4, 0.003, 60, 0.02, 1)),
                folded(FoldedFactors.Part.OFFSET));
        // Every other row, so that all users are known.
        boolean[] even = new boolean[SHOP.size()];
        boolean[] odd = new boolean[SHOP.size()];
        for (int r = 0; r < even.length; r++) {
            even[r] = r % 2 == 0;
            odd[r] = r % 2 == 1;
        }
        Interactions half = SHOP.select(even);
        Interactions rest = SHOP.select(odd);
        double byItem = PooledAuc.of(rest, Protocols.frozen(new Means("i", false, true).fit(half), rest));
        for (Scorer scorer : scorers) {
            assertThat(PooledAuc.of(rest, Protocols.frozen(scorer.fit(half), rest)))
                    .as(scorer.name())
                    .isGreaterThan(byItem + 0.03);
        }
    }

    @Test
    void theSameSeedGivesTheSame() {
        List<LongFunction<Scorer>> seeded = List.of(
                seed -> new LogisticFactorisation("mf", new LogisticFactorisation.Options(4, 0.01, 3, 0.01, seed)),
                seed -> new FoldedFactors("f", new BiasedFactors.Options(4, 1, 1, 3, seed), FoldedFactors.Part.FACTORS),
                seed -> new ImplicitAls("als", new ImplicitAls.Options(4, 0.1, 10, 2, seed)));
        for (LongFunction<Scorer> scorer : seeded) {
            double[] first = Protocols.frozen(scorer.apply(1).fit(PAST), LATER);
            assertThat(Protocols.frozen(scorer.apply(1).fit(PAST), LATER)).containsExactly(first);
            assertThat(Arrays.equals(Protocols.frozen(scorer.apply(2).fit(PAST), LATER), first))
                    .isFalse();
        }
    }

    /** At the optimum of one user's regression, its gradient is zero: {@code sum (prediction - r) x + R s = 0}. */
    @Test
    void foldingInSolvesTheUsersRegression() {
        BiasedFactors factors = BiasedFactors.fit(PAST, SMALL);
        Histories histories = Histories.of(PAST, BiasedFactors.target(true));
        int user = 3;
        double[] s = factors.foldIn(histories, user, factors.regression());
        double bias = SMALL.biasRidge() * s[0];
        for (int k = 0; k < histories.size(user); k++) {
            int item = histories.item(user, k);
            bias += factors.itemLevel(item) + s[0] + factors.affinity(s, item) - histories.value(user, k);
        }
        assertThat(bias).isCloseTo(0, within(1e-9));
        // The factors' gradient against s itself: the derivative along the solution.
        double along = 0;
        for (int k = 0; k < histories.size(user); k++) {
            int item = histories.item(user, k);
            double error = factors.itemLevel(item) + s[0] + factors.affinity(s, item) - histories.value(user, k);
            along += error * factors.affinity(s, item);
        }
        assertThat(along + SMALL.ridge() * (s[1] * s[1] + s[2] * s[2])).isCloseTo(0, within(1e-9));
    }

    /** A user's vector is the optimum of the weighted ridge regression over ALL items, which the trick with Y'Y avoids. */
    @Test
    void implicitFactorsSolveTheUsersRegression() {
        ImplicitAls.Options options = new ImplicitAls.Options(4, 0.1, 10, 3, 1);
        var state =
                (ImplicitAls.Folding) new ImplicitAls("als", options).fit(PAST).state();
        Histories liked = Histories.likes(PAST);
        int user = 5;
        boolean[] likes = new boolean[PAST.items()];
        for (int k = 0; k < liked.size(user); k++) {
            likes[liked.item(user, k)] = true;
        }
        // An item that was liked twice counts once.
        assertThat(liked.size(user)).isEqualTo((int)
                IntStream.range(0, likes.length).filter(i -> likes[i]).count());
        double[] x = state.vector(user);
        for (int a = 0; a < 4; a++) {
            double gradient = options.ridge() * x[a];
            for (int i = 0; i < likes.length; i++) {
                double[] y = state.items()[i];
                double dot = x[0] * y[0] + x[1] * y[1] + x[2] * y[2] + x[3] * y[3];
                gradient += (likes[i] ? 10 : 1) * (dot - (likes[i] ? 1 : 0)) * y[a];
            }
            assertThat(gradient).isCloseTo(0, within(1e-9));
        }
    }

    @Test
    void foldsEventsInWithoutTouchingOthers() {
        for (Scorer scorer : List.of(
                folded(FoldedFactors.Part.OFFSET), new ImplicitAls("als", new ImplicitAls.Options(4, 0.1, 10, 5, 1)))) {
            Scorer.Fitted fitted = scorer.fit(PAST);
            Scorer.State state = fitted.state();
            int row = firstLike(LATER);
            int user = LATER.user(row);
            int item = LATER.item(row);
            double before = state.score(user, item);
            double other = state.score(user == 0 ? 1 : 0, item);
            for (int times = 0; times < 5; times++) {
                state.observe(LATER, row);
            }
            assertThat(state.score(user, item)).as(scorer.name()).isGreaterThan(before);
            assertThat(state.score(user == 0 ? 1 : 0, item)).isEqualTo(other);
            assertThat(fitted.state().score(user, item))
                    .as("what was fitted stays")
                    .isEqualTo(before);
        }
    }

    @Test
    void partsOfThePredictionNestForSomeoneUnknown() {
        Interactions first = SHOP.slice(0, 5);
        int unknown = SHOP.users() - 1;
        double item = folded(FoldedFactors.Part.ITEM).fit(first).state().score(unknown, 0);
        assertThat(folded(FoldedFactors.Part.FACTORS).fit(first).state().score(unknown, 0))
                .isEqualTo(item);
        assertThat(folded(FoldedFactors.Part.OFFSET).fit(first).state().score(unknown, 0))
                .isEqualTo(item);
    }

    @Test
    void whoHasNoRowContributesNothingToLogisticFactors() {
        Scorer.State state = new LogisticFactorisation("mf", new LogisticFactorisation.Options(4, 0.003, 20, 0.02, 1))
                .fit(SHOP.slice(0, 5))
                .state();
        int unknown = SHOP.users() - 1;
        double ofUser = state.score(0, 19) - state.score(unknown, 19);
        assertThat(state.score(unknown, 18)).isEqualTo(state.score(unknown, 19));
        assertThat(ofUser).as("a bias, and no random factors").isEqualTo(state.score(0, 18) - state.score(unknown, 18));
    }

    private static int firstLike(Interactions rows) {
        int row = 0;
        while (!rows.liked(row)) {
            row++;
        }
        return row;
    }
}
