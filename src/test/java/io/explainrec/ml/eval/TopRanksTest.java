package io.explainrec.ml.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopRanksTest {
    private static final double SECOND = Math.log(2) / Math.log(3);

    @Test
    void byHand() {
        double[] scores = {9, 8, 7, 6};
        boolean[] all = {true, true, true, true};
        // The second of two is right; the best order has both relevant ones on top.
        TopRanks ranks = TopRanks.of(2, scores, all, new boolean[] {false, true, false, true});
        assertThat(ranks.ndcg()).isCloseTo(SECOND / (1 + SECOND), within(1e-12));
        assertThat(ranks.hit()).isEqualTo(1);
        assertThat(TopRanks.of(2, scores, all, new boolean[] {true, true, false, false})
                        .ndcg())
                .isEqualTo(1);
        assertThat(TopRanks.of(2, scores, all, new boolean[] {false, false, true, true}))
                .isEqualTo(new TopRanks(0, 0));
        assertThat(TopRanks.of(2, scores, all, new boolean[4]).ndcg()).isNaN();
        // What is no candidate takes no rank.
        assertThat(TopRanks.of(
                        1, scores, new boolean[] {false, true, true, true}, new boolean[] {true, true, false, false}))
                .isEqualTo(new TopRanks(1, 1));
    }

    @Test
    void tiesGiveTheMeanOverAllTheirOrders() {
        Random random = new Random(1);
        double[] scores = random.doubles(12).map(v -> Math.floor(v * 3)).toArray();
        boolean[] candidate = new boolean[12];
        boolean[] relevant = new boolean[12];
        for (int i = 0; i < 12; i++) {
            candidate[i] = i != 3;
            relevant[i] = random.nextInt(3) == 0;
        }
        double ndcg = 0;
        double hit = 0;
        int orders = 200_000;
        for (int o = 0; o < orders; o++) {
            double[] broken = scores.clone();
            for (int i = 0; i < 12; i++) {
                broken[i] += 0.5 * random.nextDouble();
            }
            TopRanks ranks = TopRanks.of(5, broken, candidate, relevant);
            ndcg += ranks.ndcg() / orders;
            hit += ranks.hit() / orders;
        }
        TopRanks expected = TopRanks.of(5, scores, candidate, relevant);
        assertThat(expected.ndcg()).isCloseTo(ndcg, within(3e-3));
        assertThat(expected.hit()).isCloseTo(hit, within(3e-3));
    }

    @Test
    void ranksWhatWasNotRatedBefore() {
        Interactions all = Made.rows("a x + 1", "b y - 2", "a y + 3", "a x + 4", "b x - 5");
        Scorer.State popular = (user, item) -> -item;
        Interactions past = all.slice(0, 2);
        Interactions test = all.slice(2, 5);
        RankedUsers ranked = RankedUsers.of(past, test);
        Ranking ranking = Ranking.of("popular", () -> popular, past, test, ranked);
        // a: x was rated, so y is alone; b liked nothing.
        assertThat(ranking.ndcg().sum()).containsExactly(1, 0);
        assertThat(ranking.ndcg().count()).containsExactly(1, 0);
        assertThatThrownBy(() ->
                        Ranking.of("broken", () -> (user, item) -> item == 1 ? Double.NaN : 0, past, test, ranked))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("broken scores a and y");
    }

    @Test
    void eachDomainHasAListOfItsOwn() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (String book : List.of("b1", "b2", "b3")) {
            builder.item("books", book);
        }
        for (String film : List.of("f1", "f2", "f3")) {
            builder.item("films", film);
        }
        builder.add("a", "films", "f1", true, 5, Instant.ofEpochSecond(1));
        builder.add("b", "films", "f1", true, 5, Instant.ofEpochSecond(1));
        builder.add("a", "films", "f2", true, 5, Instant.ofEpochSecond(2));
        builder.add("a", "books", "b2", true, 5, Instant.ofEpochSecond(3));
        builder.add("b", "films", "f3", true, 5, Instant.ofEpochSecond(4));
        Interactions all = builder.build();
        Interactions past = all.slice(0, 2);
        Interactions test = all.slice(2, 5);
        Scorer.State byNumber = (user, item) -> -item; // b1, b2, b3, f1, f2, f3
        Ranking ranking = Ranking.of("by number", () -> byNumber, past, test, RankedUsers.of(past, test));
        // a: f1 was rated, so that f2 comes first of films; b2 is the second of books. b: f3 is the second of films.
        assertThat(ranking.ndcg().sum()).containsExactly((1 + SECOND) / 2, SECOND);
        assertThat(ranking.ndcg().count()).containsExactly(1, 1);
        assertThat(ranking.hit().sum()).containsExactly(1, 1);
    }

    @Test
    void ofVeryManyUsersAPartIsRankedForWhicheverScorerItIs() {
        Interactions shop = Made.shop(100, 20, 20, 21);
        TimeSplit split = TimeSplit.global(shop);
        RankedUsers all = RankedUsers.of(split.past(), split.test());
        assertThat(all.numbers()).hasSize(all.all()).hasSizeGreaterThan(8);
        int most = all.all() * shop.items();
        assertThat(RankedUsers.of(split.past(), split.test(), 5, most).numbers())
                .isEqualTo(all.numbers());
        assertThat(RankedUsers.of(split.past(), split.test(), all.all(), 1).numbers())
                .isEqualTo(all.numbers());
        RankedUsers part = RankedUsers.of(split.past(), split.test(), 5, most - 1);
        assertThat(part.all()).isEqualTo(all.all());
        assertThat(part.numbers())
                .containsExactly(Arrays.stream(all.numbers())
                        .boxed()
                        .sorted(Comparator.comparing(
                                user -> Sha256.hex(shop.userName(user).getBytes(StandardCharsets.UTF_8))))
                        .limit(5)
                        .sorted()
                        .mapToInt(Integer::intValue)
                        .toArray());
    }
}
