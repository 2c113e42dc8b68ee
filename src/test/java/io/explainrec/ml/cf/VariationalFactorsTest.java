package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.cf.VariationalFactors.Options;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class VariationalFactorsTest {
    private static final double TOLERANCE = 1e-5;
    private static final JsonNode GOLDEN = Golden.read("factors");

    private final VariationalFactors recorded = recorded();

    /** Of the reference's rows. */
    private static VariationalFactors recorded() {
        InteractionsBuilder builder = new InteractionsBuilder();
        int[][] itemTraits = traits(GOLDEN.path("itemTraits"));
        for (int i = 0; i < itemTraits.length; i++) {
            builder.item("", "i" + i);
        }
        for (JsonNode row : GOLDEN.path("rows")) {
            add(builder, "u" + row.get(0).asInt(), "i" + row.get(1).asInt());
        }
        Interactions rows = builder.build();
        int[][] userTraits = Arrays.copyOf(traits(GOLDEN.path("userTraits")), rows.users());
        return VariationalFactors.fit(
                rows,
                Golden.doubles(GOLDEN.path("target")),
                new Traits(userTraits, 4),
                new Traits(itemTraits, 4),
                new Options(
                        GOLDEN.path("dimensions").asInt(),
                        GOLDEN.path("sweeps").asInt(),
                        GOLDEN.path("seed").asLong()));
    }

    private static int[][] traits(JsonNode lists) {
        return StreamSupport.stream(lists.spliterator(), false)
                .map(Golden::ints)
                .toArray(int[][]::new);
    }

    private double[] told(double[] user) {
        return Arrays.stream(recorded.items())
                .mapToDouble(item -> recorded.mean() + item[0] + user[0] + dot(user, item))
                .toArray();
    }

    private static double dot(double[] user, double[] item) {
        double sum = 0;
        for (int a = 1; a < item.length; a++) {
            sum += user[a] * item[a];
        }
        return sum;
    }

    @Test
    void tellsWhatTheReferenceTells() {
        for (int u = 0; u < recorded.users().length; u++) {
            assertThat(told(recorded.users()[u]))
                    .as("user " + u)
                    .containsExactly(Golden.doubles(GOLDEN.path("told").get(u)), within(TOLERANCE));
        }
    }

    @Test
    void oneMoreUserIsToldAsThePosteriorHasIt() {
        JsonNode user = GOLDEN.path("new");
        double[] vector = recorded.traits()[user.path("trait").asInt()].clone();
        assertThat(told(vector)).containsExactly(Golden.doubles(user.path("before")), within(TOLERANCE));
        RidgeRegression regression = new RidgeRegression(vector.length);
        regression.clear(recorded.prior());
        for (JsonNode row : user.path("graded")) {
            double[] item = recorded.items()[row.get(0).asInt()];
            regression.add(item, row.get(1).asDouble() - recorded.mean() - item[0] - vector[0] - dot(vector, item));
        }
        double[] added = new double[vector.length];
        regression.solve(added);
        Arrays.setAll(vector, a -> vector[a] + added[a]);
        assertThat(told(vector)).containsExactly(Golden.doubles(user.path("after")), within(TOLERANCE));
    }

    @Test
    void nothingIsToldWhereThereAreNoRows() {
        Interactions none = new InteractionsBuilder().build();
        VariationalFactors fit =
                VariationalFactors.fit(none, new double[0], Traits.none(0), Traits.none(0), new Options(3, 5, 1));
        assertThat(fit.mean()).isZero();
        assertThat(fit.prior().level()).isFinite().isPositive();
    }

    @Test
    void equalTargetsOfOneUserAndOneItemAreToldAsTheyAre() {
        InteractionsBuilder builder = new InteractionsBuilder();
        add(builder, "u", "i");
        Interactions one = builder.build();
        int[][] traits = {{0}};
        VariationalFactors fit = VariationalFactors.fit(
                one, new double[] {4}, new Traits(traits, 2), new Traits(traits, 2), new Options(2, 40, 1));
        assertThat(fit.mean() + fit.users()[0][0] + fit.items()[0][0] + dot(fit.users()[0], fit.items()[0]))
                .isCloseTo(4, within(1e-3));
    }

    @Test
    void someoneOfWhomOnlyTraitsAreKnownGetsTheirDirection() {
        // Those with trait 0 like even items, those with trait 1 odd ones.
        InteractionsBuilder builder = new InteractionsBuilder();
        Random random = new Random(1);
        int users = 40;
        double[] grade = new double[users * 10];
        int[][] traits = new int[users][];
        for (int u = 0; u < users; u++) {
            traits[u] = new int[] {u % 2};
            for (int k = 0; k < 10; k++) {
                int item = (u + 5 * k) % 12;
                add(builder, "u" + u, "i" + item);
                grade[u * 10 + k] = (item % 2 == u % 2 ? 5 : 2) + 0.1 * random.nextGaussian();
            }
        }
        Interactions rows = builder.build();
        VariationalFactors fit = VariationalFactors.fit(
                rows, grade, new Traits(traits, 2), Traits.none(rows.items()), new Options(2, 40, 3));
        double[] even = fit.traits()[0];
        for (int item = 0; item < rows.items(); item++) {
            double[] q = fit.items()[item];
            double affinity = q[0] + dot(even, q);
            boolean isEven = Integer.parseInt(rows.itemName(item).substring(1)) % 2 == 0;
            assertThat(affinity > 0).as(rows.itemName(item)).isEqualTo(isEven);
        }
    }

    /** Two rows of each user, and halves of items that each trait likes: with a first noise as large as all variance nothing was found. */
    @Test
    void plainTastesAreFoundInFewRowsOfEach() {
        InteractionsBuilder builder = new InteractionsBuilder();
        Random random = new Random(3);
        int users = 1500;
        double[] grade = new double[2 * users];
        int[][] traits = new int[users][];
        for (int u = 0; u < users; u++) {
            traits[u] = new int[] {u % 2};
            int first = random.nextInt(60);
            for (int k = 0; k < 2; k++) {
                int item = (first + k * (1 + random.nextInt(58))) % 60;
                add(builder, "u" + u, "i" + item);
                grade[2 * u + k] = (item % 2 == u % 2 ? 0.5 : -0.5) + random.nextGaussian();
            }
        }
        Interactions rows = builder.build();
        VariationalFactors fit = VariationalFactors.fit(
                rows, grade, new Traits(traits, 2), Traits.none(rows.items()), new Options(8, 40, 0));
        double apart = 0;
        for (int item = 0; item < rows.items(); item++) {
            boolean even = Integer.parseInt(rows.itemName(item).substring(1)) % 2 == 0;
            double[] q = fit.items()[item];
            apart += (even ? 1 : -1) * (dot(fit.traits()[0], q) - dot(fit.traits()[1], q)) / rows.items();
        }
        assertThat(apart).as("one grade between the halves, for both traits").isBetween(0.7, 1.2);
    }

    @Test
    void factorsThatTheDataDoesNotSpeakForGoToNothing() {
        InteractionsBuilder builder = new InteractionsBuilder();
        Random random = new Random(2);
        double[] grade = new double[3000];
        for (int r = 0; r < grade.length; r++) {
            int item = random.nextInt(50);
            add(builder, "u" + random.nextInt(100), "i" + item);
            grade[r] = item % 5 + random.nextGaussian();
        }
        Interactions rows = builder.build();
        VariationalFactors fit = VariationalFactors.fit(
                rows, grade, Traits.none(rows.users()), Traits.none(rows.items()), new Options(4, 40, 3));
        double[] user = fit.users()[0];
        double[] affinities = Arrays.stream(fit.items())
                .mapToDouble(q -> Math.abs(dot(user, q)))
                .toArray();
        double[] levels =
                Arrays.stream(fit.items()).mapToDouble(q -> Math.abs(q[0])).toArray();
        assertThat(Arrays.stream(affinities).average().orElseThrow())
                .isLessThan(0.1 * Arrays.stream(levels).average().orElseThrow());
    }

    private static void add(InteractionsBuilder builder, String user, String item) {
        builder.add(user, item, true, Float.NaN, Instant.EPOCH);
    }
}
