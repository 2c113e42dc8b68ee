package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Made;
import io.explainrec.ml.eval.Scorer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final Interactions SHOP = Made.shop(40, 12, 6, 8);

    /** Cosine by the sets of who liked what. */
    @Test
    void cosineIsThatOfLikers() {
        // x liked by a, b; y by a, b, c; z by c.
        Interactions rows = Made.rows("a x + 1", "b x + 2", "a y + 3", "b y + 4", "c y + 5", "c z + 6", "d z - 7");
        Scorer.State state = new CosineNeighbours("c", 10).fit(rows).state();
        assertThat(state.score(0, 0)).as("a liked x and y").isCloseTo(2 / Math.sqrt(6), within(1e-6));
        assertThat(state.score(2, 0)).as("c liked y and z").isCloseTo(2 / Math.sqrt(6), within(1e-6));
        assertThat(state.score(0, 2)).isCloseTo(1 / Math.sqrt(3), within(1e-6));
        assertThat(state.score(3, 1))
                .as("no likes: by popularity")
                .isGreaterThan(state.score(3, 0))
                .isLessThan(1e-8);
        state.observe(rows, 0);
        assertThat(state.score(0, 1)).isPositive();
    }

    @Test
    void keepsTheNearestAlone() {
        Interactions rows = Made.rows("a x + 1", "b x + 2", "a y + 3", "b y + 4", "c y + 5", "c z + 6");
        Scorer.State state = new CosineNeighbours("c", 1).fit(rows).state();
        assertThat(state.score(2, 1))
                .as("y's nearest is x, which c did not like")
                .isLessThan(1e-8);
        assertThat(state.score(2, 0)).isPositive();
    }

    @Test
    void largeCataloguesAreLeftOutByWhatTheHeapHolds() {
        assertThat(SquareOfItems.obstacle(5_900, 2L << 30)).isEmpty();
        assertThat(SquareOfItems.obstacle(6_000, 2L << 30))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("6000 items are more than 5982", "2048 MB", "EXPLAINREC_JAVA_OPTIONS"));
        assertThat(SquareOfItems.obstacle(8_000, 4L << 30)).isEmpty();
        assertThat(SquareOfItems.obstacle(8_001, 64L << 30))
                .hasValueSatisfying(why -> assertThat(why).endsWith("more than 8000"));
    }

    @Test
    void allScoresAtOnceAreThoseOneByOne() {
        for (Scorer scorer : Peers.all(3)) {
            Scorer.State state = scorer.fit(SHOP).state();
            double[] scores = new double[SHOP.items()];
            for (int user : new int[] {0, 7, SHOP.users() - 1}) {
                state.scoreAll(user, scores);
                for (int item = 0; item < scores.length; item++) {
                    assertThat(scores[item]).as(scorer.name()).isCloseTo(state.score(user, item), within(1e-9));
                }
            }
        }
    }

    /** From the formulas, over maps instead of matrices. */
    @Test
    void signedNeighboursAreThoseOfTheFormula() {
        Interactions rows = Made.rows(
                "a x + 1", "a y - 2", "b x + 3", "b y - 4", "b z + 5", "c x - 6", "c y + 7", "c z - 8", "d x + 9");
        Map<String, Double> y = new HashMap<>();
        double[] users = new double[rows.users()];
        double[] items = new double[rows.items()];
        double p = 5.0 / 9;
        for (int u = 0; u < users.length; u++) {
            users[u] = share(rows, u, true, p);
        }
        for (int i = 0; i < items.length; i++) {
            items[i] = share(rows, i, false, p);
        }
        for (int r = 0; r < rows.size(); r++) {
            y.put(rows.user(r) + " " + rows.item(r), rows.liked(r) ? 1.0 : 0);
        }
        int user = 3;
        int item = 2;
        double dot = 0;
        double xx = 0;
        double zz = 0;
        int common = 0;
        for (int u = 0; u < users.length; u++) {
            Double x = y.get(u + " 0");
            Double z = y.get(u + " 2");
            double rx = x == null ? 0 : x - users[u] - items[0] + p;
            double rz = z == null ? 0 : z - users[u] - items[2] + p;
            dot += rx * rz;
            xx += rx * rx;
            zz += rz * rz;
            common += x != null && z != null ? 1 : 0;
        }
        double s = dot / Math.sqrt(xx * zz) * common / (common + 10);
        double expected = s * (1 - users[user]) / (1 + Math.abs(s));
        assertThat(new SignedNeighbours("k").fit(rows).state().score(user, item))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void signedNeighboursGoByTheNewestVerdictOfAnItem() {
        Interactions once = Made.rows("a x + 1", "a y - 2", "b x + 3", "b y - 4", "c x - 5", "c y + 6", "d x - 7");
        // a changed a mind, b clicks again and again.
        Interactions often = Made.rows(
                "a x - 1",
                "a y - 2",
                "b x + 3",
                "b y - 4",
                "b x + 5",
                "b x + 6",
                "c x - 7",
                "c y + 8",
                "a x + 9",
                "d x - 10");
        Scorer.Fitted fitted = new SignedNeighbours("k").fit(often);
        Scorer.State expected = new SignedNeighbours("k").fit(once).state();
        for (int user = 0; user < once.users(); user++) {
            for (int item = 0; item < once.items(); item++) {
                assertThat(fitted.state().score(user, item)).isCloseTo(expected.score(user, item), within(1e-6));
            }
        }
        double before = fitted.state().score(3, 1);
        Scorer.State changed = fitted.state();
        changed.observe(Made.rows("a x + 1", "b y + 1", "c y + 1", "d x + 11"), 3);
        assertThat(changed.score(3, 1)).isNotEqualTo(before);
        assertThat(fitted.state().score(3, 1)).isEqualTo(before);
        changed.observe(often, 9);
        assertThat(changed.score(3, 1)).as("d thinks as at first").isEqualTo(before);
    }

    private static double share(Interactions rows, int of, boolean user, double prior) {
        double likes = 0;
        double n = 0;
        for (int r = 0; r < rows.size(); r++) {
            if ((user ? rows.user(r) : rows.item(r)) == of) {
                likes += rows.liked(r) ? 1 : 0;
                n++;
            }
        }
        return (likes + 3 * prior) / (n + 3);
    }

    /**
     * EASE by its definition: of all weights without self-explanation, its are the best. The gradient of the ridge regression is
     * zero off the diagonal: {@code (X'X + lambda I) W - X'X} has entries on the diagonal alone (Steck 2019, equation 6).
     */
    @Test
    void easeSolvesTheConstrainedRegression() {
        double ridge = 5;
        int n = SHOP.items();
        float[][] gram = SquareOfItems.of(n, Histories.likes(SHOP), (a, b) -> 1);
        float[][] w = ((LinearItemModel) new Ease("e", ridge).fit(SHOP)).weights();
        for (int i = 0; i < n; i++) {
            assertThat(w[i][i]).isZero();
            for (int j = 0; j < n; j++) {
                double gradient = -gram[i][j];
                for (int k = 0; k < n; k++) {
                    gradient += (gram[i][k] + (i == k ? ridge : 0)) * w[k][j];
                }
                if (i != j) {
                    assertThat(gradient).isCloseTo(0, within(1e-4));
                }
            }
        }
    }
}
