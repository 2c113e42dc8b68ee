package io.explainrec.ml.fusion.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.eval.HashFold;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.fusion.fit.CoLikes.Pair;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoLikesTest {
    /** Sixty people who like every second of forty items, and dislike the rest. */
    private static Interactions rows() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 40; item++) {
                builder.add("u" + user, "i" + item, item % 2 == 0, Float.NaN, null);
            }
        }
        return builder.build();
    }

    private static boolean[] all(int items) {
        boolean[] present = new boolean[items];
        Arrays.fill(present, true);
        return present;
    }

    @Test
    void whatIsHeldOutIsNeverLearnedFrom() {
        Interactions rows = rows();
        CoLikes coLikes = CoLikes.of(rows, all(rows.items()));
        for (Pair pair : coLikes.draw(5000, new SplittableRandom(1))) {
            assertThat(pair.query()).isNotEqualTo(pair.target());
            for (int item : new int[] {pair.query(), pair.target()}) {
                assertThat(coLikes.isNew(item)).isFalse();
                assertThat(Integer.parseInt(rows.itemName(item).substring(1)) % 2)
                        .as("disliked items are in no pair")
                        .isZero();
            }
        }
        assertThat(coLikes.fresh()).isNotEmpty().allMatch(pair -> coLikes.isNew(pair.target()));
        assertThat(coLikes.known()).isNotEmpty().noneMatch(pair -> coLikes.isNew(pair.target()));
        long heldOut = IntStream.range(0, 60)
                .filter(u -> HashFold.of("u" + u, 10) == 0)
                .count();
        assertThat(coLikes.people()).isEqualTo(60 - (int) heldOut);
        assertThat(coLikes.known()).hasSize(20 * (int) heldOut);
    }

    /** Of one held-out person: four items have twelve pairs, all of them; 70,000 have more than an array holds. */
    @Test
    void takesDifferentPairsOfWhatAPersonLikes() {
        String user = IntStream.iterate(0, u -> u + 1)
                .mapToObj(u -> "u" + u)
                .filter(name -> HashFold.of(name, 10) == 0)
                .findFirst()
                .orElseThrow();
        for (int items : new int[] {1, 4, 70_000}) {
            InteractionsBuilder builder = new InteractionsBuilder();
            int added = 0;
            for (int item = 0; added < items; item++) {
                if (HashFold.of("/i" + item, 10) != 0) {
                    builder.add(user, "i" + item, true, Float.NaN, null);
                    added++;
                }
            }
            assertThat(CoLikes.of(builder.build(), all(items)).known())
                    .hasSize(Math.min(20, items * (items - 1)))
                    .doesNotHaveDuplicates()
                    .allMatch(pair -> pair.query() != pair.target());
        }
    }

    @Test
    void itemsWithoutVectorsAreInNoPair() {
        Interactions rows = rows();
        boolean[] present = all(rows.items());
        Arrays.fill(present, 10, present.length, false);
        CoLikes coLikes = CoLikes.of(rows, present);
        assertThat(coLikes.draw(1000, new SplittableRandom(1)))
                .allMatch(pair -> present[pair.query()] && present[pair.target()]);
        assertThat(CoLikes.of(rows, new boolean[rows.items()]).people()).isZero();
    }

    /** On paper: cosines of 1 and 0 at a temperature of 1 give -log(e / (e + 1)); a target that stands twice is masked. */
    @Test
    void lossOnPaper() {
        try (NDManager scope = Torch.manager()) {
            NDArray queries = scope.create(new float[] {2, 0, 0, 3}, new Shape(2, 2));
            NDArray targets = scope.create(new float[] {5, 0, 0, .1f}, new Shape(2, 2));
            Pair[] apart = {new Pair(0, 1), new Pair(2, 3)};
            assertThat(CoLikeLoss.of(queries, targets, apart, 1).getFloat()).isCloseTo(.3132617f, within(1e-6f));
            Pair[] twice = {new Pair(0, 1), new Pair(2, 1)};
            assertThat(CoLikeLoss.of(queries, targets, twice, 1).getFloat()).isZero();
            Pair[] asked = {new Pair(0, 1), new Pair(2, 0)}; // the second target is the first query
            assertThat(CoLikeLoss.of(queries, targets, asked, 1).getFloat()).isCloseTo(.3132617f / 2, within(1e-6f));
        }
    }

    @Test
    void ranksOnPaper() {
        float[][] vectors = {{1, 0}, {2, 0}, {1, 1}, {0, 1}, null, {5, 0}};
        CoLikeRanking.Found first = CoLikeRanking.of(vectors, List.of(new Pair(0, 2)), item -> item != 5);
        assertThat(first.reciprocal()).isEqualTo(1.0 / 2); // behind item 1
        CoLikeRanking.Found tied = CoLikeRanking.of(vectors, List.of(new Pair(0, 1)), item -> true);
        assertThat(tied.reciprocal()).isEqualTo(1 / 1.5); // as near as item 5
        CoLikeRanking.Found missing =
                CoLikeRanking.of(vectors, List.of(new Pair(0, 4), new Pair(4, 0), new Pair(3, 2)), item -> true);
        assertThat(missing.reciprocal()).isEqualTo(1.0 / 3);
        assertThat(missing.recall()).isEqualTo(1.0 / 3);
        CoLikeRanking.Found apart = CoLikeRanking.of(
                vectors, List.of(new Pair(0, 1), new Pair(3, 2), new Pair(0, 2), new Pair(3, 4)), item -> item != 5);
        assertThat(apart.reciprocal()).isEqualTo((1 + 1 + 1.0 / 2) / 4); // a query's pairs need not stand together
        assertThat(CoLikeRanking.of(vectors, List.of(), item -> true).recall()).isNaN();
    }
}
