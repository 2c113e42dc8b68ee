package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.Scorer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DomainMapsTest {
    private static final BiasedFactors.Options FACTORS = BiasedFactors.Options.usual(1);
    private static final int EACH = 8;

    @Test
    void aPlantedRotationIsRecovered() {
        double cos = Math.cos(0.7);
        double sin = Math.sin(0.7);
        double[][] x = normal(400, 2, 1);
        double[][] noise = normal(400, 2, 2);
        double[][] y = new double[x.length][];
        for (int u = 0; u < x.length; u++) {
            y[u] = new double[] {
                cos * x[u][0] - sin * x[u][1] + 0.1 * noise[u][0], sin * x[u][0] + cos * x[u][1] + 0.1 * noise[u][1]
            };
        }
        double[] once = new double[x.length];
        Arrays.fill(once, 1);
        LinearMap map = LinearMap.fit(x, y, once, new double[] {0.1, 0.1});
        assertThat(map.weights()[0]).containsExactly(new double[] {cos, -sin}, within(0.02));
        assertThat(map.weights()[1]).containsExactly(new double[] {sin, cos}, within(0.02));
        assertThat(map.leftOut()).isCloseTo(2 * 0.01, within(0.003));
    }

    @Test
    void whatIsSaidOfARowLeftOutIsWhatAFitWithoutItSays() {
        double[][] x = normal(6, 2, 3);
        double[][] y = normal(6, 1, 4);
        double[] weights = {1, 0.5, 2, 1, 1, 0.3};
        double[] ridge = {0.7, 0.2};
        double sum = 0;
        for (int left = 0; left < x.length; left++) {
            double[] others = weights.clone();
            others[left] = 0;
            double error = y[left][0] - LinearMap.fit(x, y, others, ridge).of(x[left])[0];
            sum += weights[left] * error * error;
        }
        double expected = sum / Arrays.stream(weights).sum();
        assertThat(LinearMap.fit(x, y, weights, ridge).leftOut()).isCloseTo(expected, within(1e-12));
    }

    private static double[][] normal(int rows, int width, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[rows][width];
        for (double[] row : x) {
            Arrays.setAll(row, a -> random.nextGaussian());
        }
        return x;
    }

    @Test
    void whoGradesFilmsHighIsExpectedToGradeBooksLowWhereOthersDo() {
        Interactions all = reversed(120);
        boolean[] past = new boolean[all.size()];
        Arrays.fill(past, 0, past.length - 2 * EACH, true);
        Scorer.State mapped = mapped(all.select(past));
        for (int r = past.length - 2 * EACH; r < past.length; r++) {
            mapped.support(all, r);
        }
        int harsh = all.users() - 1;
        int generous = all.users() - 2;
        int book = all.item(EACH);
        assertThat(mapped.score(generous, book)).isLessThan(mapped.score(harsh, book));
    }

    @Test
    void whereFewKnowBothDomainsItScoresAsJointFactorsDo() {
        Interactions few = reversed(DomainMaps.LEAST_SHARED - 1);
        for (int item = 0; item < few.items(); item++) {
            int user = few.users() - 1;
            assertThat(mapped(few).score(user, item)).isEqualTo(joint(few).score(user, item));
        }
    }

    @Test
    void oneDomainNeedsNoMap() {
        InteractionsBuilder builder = new InteractionsBuilder();
        builder.add("u", "films", "i", true, 4, null);
        assertThat(new MappedFactors("mapped", FACTORS).obstacle(builder.build()))
                .hasValueSatisfying(why -> assertThat(why).contains("one domain; expected two"));
        assertThat(new MappedFactors("mapped", FACTORS).obstacle(reversed(1))).isEmpty();
    }

    private static Scorer.State mapped(Interactions past) {
        return new MappedFactors("mapped", FACTORS).fit(past).state();
    }

    private static Scorer.State joint(Interactions past) {
        return new FoldedFactors("joint", FACTORS, FoldedFactors.Part.OFFSET)
                .fit(past)
                .state();
    }

    /** Users who grade films high and books low, or the reverse; the last two, one of each, graded films alone. */
    private static Interactions reversed(int shared) {
        InteractionsBuilder builder = new InteractionsBuilder();
        Random random = new Random(5);
        for (int u = 0; u < shared + 2; u++) {
            boolean generous = u % 2 == shared % 2;
            for (int k = 0; k < (u < shared ? 2 * EACH : EACH); k++) {
                boolean film = k < EACH;
                float rating = (generous == film ? 4 : 1) + random.nextInt(2);
                builder.add("u" + u, film ? "films" : "books", (film ? "f" : "b") + k, rating > 3, rating, null);
            }
        }
        return builder.build();
    }
}
