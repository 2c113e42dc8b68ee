package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.cf.HybridFactors.Options;
import io.explainrec.ml.cf.HybridFactors.Ridge;
import io.explainrec.ml.cf.HybridFactors.Traits;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HybridFactorsTest {
    @Test
    void levelsAreShrunkenMeansOfWhatIsLeft() {
        // One user, so with a user ridge of 0 and no other, items' levels are (sum of grade - mean - user) / (n +
        // ridge).
        InteractionsBuilder builder = new InteractionsBuilder();
        double[] grade = {1, 1, 4};
        add(builder, "u", "a");
        add(builder, "v", "a");
        add(builder, "u", "b");
        Interactions rows = builder.build();
        Options options = new Options(0, new Ridge(1e9, 0), new Ridge(1, 0), new Ridge(2, 0), new Ridge(1, 0), 20, 0);
        HybridFactors fit = HybridFactors.fit(rows, grade, Traits.none(2), Traits.none(2), options);
        assertThat(fit.mean()).isEqualTo(2);
        assertThat(fit.items()[0][0]).isCloseTo(-2.0 / 4, within(1e-6));
        assertThat(fit.items()[1][0]).isCloseTo(2.0 / 3, within(1e-6));
    }

    @Test
    void someoneOfWhomOnlyTraitsAreKnownGetsTheirDirection() {
        // Those with trait 0 like even items, those with trait 1 odd ones.
        InteractionsBuilder builder = new InteractionsBuilder();
        Random random = new Random(1);
        int users = 40;
        double[] grade = new double[users * 10];
        int[][] traits = new int[users + 1][];
        for (int u = 0; u < users; u++) {
            traits[u] = new int[] {u % 2};
            for (int k = 0; k < 10; k++) {
                int item = (u + 3 * k) % 12;
                add(builder, "u" + u, "i" + item);
                grade[u * 10 + k] = (item % 2 == u % 2 ? 5 : 2) + 0.1 * random.nextGaussian();
            }
        }
        traits[users] = new int[] {0};
        Interactions rows = builder.build();
        int[][] known = java.util.Arrays.copyOf(traits, rows.users());
        Ridge loose = new Ridge(1, 1);
        Options options = new Options(2, new Ridge(10, 10), loose, loose, loose, 30, 3);
        HybridFactors fit = HybridFactors.fit(rows, grade, new Traits(known, 2), Traits.none(rows.items()), options);
        double[] even = fit.traits()[0];
        for (int item = 0; item < rows.items(); item++) {
            double[] q = fit.items()[item];
            double affinity = q[0] + even[1] * q[1] + even[2] * q[2];
            boolean isEven = Integer.parseInt(rows.itemName(item).substring(1)) % 2 == 0;
            assertThat(affinity > 0).as(rows.itemName(item)).isEqualTo(isEven);
        }
    }

    @Test
    void endsWhereTheGradientOfThePenalisedSquaresIsNothing() {
        InteractionsBuilder builder = new InteractionsBuilder();
        Random random = new Random(2);
        double[] grade = new double[300];
        for (int r = 0; r < grade.length; r++) {
            add(builder, "u" + random.nextInt(20), "i" + random.nextInt(15));
            grade[r] = 1 + random.nextInt(5);
        }
        Interactions rows = builder.build();
        int[][] userTraits = traits(rows.users(), 3, random);
        int[][] itemTraits = traits(rows.items(), 4, random);
        Ridge ridge = new Ridge(3, 8);
        Options options = new Options(3, ridge, ridge, ridge, ridge, 2000, 5);
        HybridFactors fit =
                HybridFactors.fit(rows, grade, new Traits(userTraits, 3), new Traits(itemTraits, 4), options);
        // For a trait: sum over its members' rows of error x = ridge * vector.
        for (int t = 0; t < 3; t++) {
            double[] gradient = new double[4];
            for (int r = 0; r < grade.length; r++) {
                if (userTraits[rows.user(r)][0] == t) {
                    double[] p = fit.users()[rows.user(r)];
                    double[] q = fit.items()[rows.item(r)];
                    double error = grade[r] - fit.mean() - p[0] - q[0];
                    for (int a = 1; a < 4; a++) {
                        error -= p[a] * q[a];
                    }
                    gradient[0] += error;
                    for (int a = 1; a < 4; a++) {
                        gradient[a] += error * q[a];
                    }
                }
            }
            for (int a = 0; a < 4; a++) {
                double penalty = (a == 0 ? ridge.level() : ridge.factors()) * fit.traits()[t][a];
                assertThat(gradient[a]).isCloseTo(penalty, within(1e-3));
            }
        }
    }

    private static int[][] traits(int count, int kinds, Random random) {
        int[][] traits = new int[count][];
        for (int k = 0; k < count; k++) {
            traits[k] = new int[] {random.nextInt(kinds)};
        }
        return traits;
    }

    private static void add(InteractionsBuilder builder, String user, String item) {
        builder.add(user, item, true, Float.NaN, Instant.EPOCH);
    }
}
