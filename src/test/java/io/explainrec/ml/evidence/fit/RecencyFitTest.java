package io.explainrec.ml.evidence.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.evidence.Recency;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecencyFitTest {
    private static final int ITEMS = 100;
    private static final int USERS = 600;
    private static final int EACH = 10;
    private static final long DAY = 86_400;

    private final Random random = new Random(5);

    @Test
    void findsTheHalfLifeByWhichItemsWereChosen() {
        for (double days : new double[] {3, 14, 200}) {
            Recency found = fit(made(days, 2, 4 * days / USERS / EACH));
            assertThat(doublings(found.halfLifeSeconds(), days * DAY))
                    .as("%s days", days)
                    .isCloseTo(0, within(1.0));
            assertThat(doublings(found.smoothing(), 2)).isCloseTo(0, within(2.0));
        }
    }

    @Test
    void anItemWithoutLikesCountsForNoLessThanStated() {
        Recency found = fit(made(14, 0.05, 0.05));
        assertThat(found.smoothing()).isEqualTo(Recency.STATED.smoothing());
        assertThat(doublings(found.halfLifeSeconds(), 14 * DAY)).isCloseTo(0, within(1.0));
    }

    @Test
    void findsOneThatIsFarShorterThanThePast() {
        Recency found = fit(made(1, 2, 300.0 / USERS / EACH));
        assertThat(doublings(found.halfLifeSeconds(), DAY)).isCloseTo(0, within(1.0));
    }

    @Test
    void everyDomainsItemsAreChosenAmongThemselves() {
        InteractionsBuilder rows = new InteractionsBuilder();
        Interactions films = made(14, 2, 0.05);
        for (int r = 0; r < films.size(); r++) {
            rows.add(
                    films.userName(films.user(r)),
                    "films",
                    films.itemName(films.item(r)),
                    true,
                    5,
                    Instant.ofEpochSecond(films.second(r)));
        }
        for (int k = 0; k < 10_000; k++) {
            rows.item("books", "b" + k);
        }
        assertThat(fit(rows.build())).isEqualTo(fit(films));
    }

    @Test
    void whatStaysPopularIsCountedForLong() {
        assertThat(fit(made(1e6, 0.5, 0.1)).halfLifeSeconds()).isGreaterThan(200 * DAY);
    }

    @Test
    void whereItemsAreMetAtRandomPopularitySaysNextToNothing() {
        Recency found = fit(made(14, 1e9, 0.05));
        double usual = Math.min(USERS * EACH, found.halfLifeSeconds() / Math.log(2) / (0.05 * DAY)) / ITEMS;
        assertThat(Math.log1p(usual / found.smoothing())).isLessThan(0.5);
    }

    @Test
    void withoutTimesTheHalfLifeIsTheStatedOne() {
        InteractionsBuilder rows = new InteractionsBuilder();
        for (int u = 0; u < USERS; u++) {
            for (int k = 0; k < EACH; k++) {
                rows.add("u" + u, "i" + (int) (ITEMS * Math.pow(random.nextDouble(), 3)), true, 5, null);
            }
        }
        assertThat(fit(rows.build()).halfLifeSeconds()).isEqualTo(Recency.STATED.halfLifeSeconds());
    }

    @Test
    void whereNobodyLikedAnythingItIsTheStatedOne() {
        InteractionsBuilder rows = new InteractionsBuilder();
        for (int r = 0; r < 300; r++) {
            rows.add("u" + r % 20, "i" + r % 7, false, 1, Instant.ofEpochSecond(r));
        }
        assertThat(fit(rows.build())).isEqualTo(Recency.STATED);
    }

    private static Recency fit(Interactions past) {
        return RecencyFit.of(past, 0);
    }

    private static double doublings(double found, double made) {
        return Math.log(found / made) / Math.log(2);
    }

    /** Users come one after the other, each likes ten items by what was liked until then. */
    private Interactions made(double halfLifeDays, double smoothing, double daysBetween) {
        InteractionsBuilder rows = new InteractionsBuilder();
        double[] likes = new double[ITEMS];
        for (int r = 0; r < USERS * EACH; r++) {
            double left = Math.pow(2, -daysBetween / halfLifeDays);
            Arrays.setAll(likes, i -> likes[i] * left);
            int item = drawn(likes, smoothing);
            likes[item]++;
            rows.add("u" + r / EACH, "i" + item, true, 5, Instant.ofEpochSecond((long) (r * daysBetween * DAY)));
        }
        return rows.build();
    }

    private int drawn(double[] likes, double smoothing) {
        double left = random.nextDouble() * (Arrays.stream(likes).sum() + ITEMS * smoothing);
        int item = 0;
        while (item < ITEMS - 1 && (left -= likes[item] + smoothing) > 0) {
            item++;
        }
        return item;
    }
}
