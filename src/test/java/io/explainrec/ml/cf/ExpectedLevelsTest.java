package io.explainrec.ml.cf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.cf.ExpectedLevels.Options;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class ExpectedLevelsTest {
    private static final int USERS = 60;
    private static final int ITEMS = 80;
    private static final Options OPTIONS = new Options(5, 60, 5, 7, 10);

    private final Random random = new Random(1);
    private final float[][] vectors = new float[ITEMS + 1][];
    private final int[][] attributes = new int[ITEMS + 1][];
    private final double[] planted = new double[ITEMS + 1];
    private final double[] target;
    private final Interactions past;

    /** Levels follow the first of three numbers and one attribute of two; the last item is graded once, by a user of its own. */
    ExpectedLevelsTest() {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int i = 0; i <= ITEMS; i++) {
            vectors[i] = new float[] {(float) random.nextGaussian(), (float) random.nextGaussian(), 3};
            attributes[i] = new int[] {i % 2};
            planted[i] = 0.5 * vectors[i][0] + 0.5 * (i % 2);
        }
        for (int u = 0; u < USERS; u++) {
            for (int i = 0; i < ITEMS; i++) {
                builder.add("u" + u, "i" + i, true, 3, Instant.ofEpochSecond(u));
            }
        }
        builder.add("alone", "i" + ITEMS, true, 3, Instant.ofEpochSecond(USERS));
        past = builder.build();
        target = new double[past.size()];
        for (int r = 0; r < target.length; r++) {
            target[r] = planted[past.item(r)] + random.nextGaussian();
        }
    }

    private double[] levels(Interactions rows, float[][] descriptions) {
        return ExpectedLevels.of(rows, target, new Traits(attributes, 2), descriptions, OPTIONS);
    }

    @Test
    void whatNobodyGradedIsExpectedOfItsDescription() {
        Interactions known = past.slice(0, past.size() - 1);
        double[] grades = Arrays.copyOf(target, known.size());
        vectors[ITEMS] = new float[] {2, 0, 3};
        double high = ExpectedLevels.of(known, grades, new Traits(attributes, 2), vectors, OPTIONS)[ITEMS];
        vectors[ITEMS] = new float[] {-2, 0, 3};
        double low = ExpectedLevels.of(known, grades, new Traits(attributes, 2), vectors, OPTIONS)[ITEMS];
        assertThat(high - low).as("half of the distance").isCloseTo(2, within(0.2));
    }

    @Test
    void whatHasNoDescriptionIsExpectedOfItsAttributes() {
        Interactions known = past.slice(0, past.size() - 1);
        double[] grades = Arrays.copyOf(target, known.size());
        vectors[ITEMS] = null;
        attributes[ITEMS] = new int[] {1};
        double one = ExpectedLevels.of(known, grades, new Traits(attributes, 2), vectors, OPTIONS)[ITEMS];
        attributes[ITEMS] = new int[] {0};
        double other = ExpectedLevels.of(known, grades, new Traits(attributes, 2), vectors, OPTIONS)[ITEMS];
        assertThat(one - other).isCloseTo(0.5, within(0.15));
    }

    @Test
    void withoutAttributesItIsTheShrunkenMeanOfWhatUsersLeave() {
        double mean = Arrays.stream(target).average().orElseThrow();
        double[] ofUser = new double[past.users()];
        double[] ofItem = new double[past.items()];
        for (int sweep = 0; sweep < OPTIONS.sweeps(); sweep++) {
            ofUser = shrunken(past::user, r -> target[r] - mean, past::item, ofItem, OPTIONS.user(), ofUser.length);
            ofItem = shrunken(past::item, r -> target[r] - mean, past::user, ofUser, OPTIONS.own(), ofItem.length);
        }
        int[][] none = new int[past.items()][0];
        double[] levels = ExpectedLevels.of(past, target, new Traits(none, 0), null, OPTIONS);
        for (int i = 0; i < ofItem.length; i++) {
            assertThat(levels[i]).isCloseTo(ofItem[i], within(1e-12));
        }
        assertThat(levels(past, new float[ITEMS + 1][])).as("none described").containsExactly(levels(past, null));
    }

    private double[] shrunken(
            IntUnaryOperator mine,
            IntToDoubleFunction rest,
            IntUnaryOperator other,
            double[] level,
            double ridge,
            int n) {
        double[] sum = new double[n];
        double[] count = new double[n];
        for (int r = 0; r < past.size(); r++) {
            sum[mine.applyAsInt(r)] += rest.applyAsDouble(r) - level[other.applyAsInt(r)];
            count[mine.applyAsInt(r)]++;
        }
        Arrays.setAll(sum, k -> sum[k] / (count[k] + ridge));
        return sum;
    }

    @Test
    void manyGradesSayMoreThanADescription() {
        vectors[3] = new float[] {5, 0, 3};
        assertThat(levels(past, vectors)[3]).isCloseTo(levels(past, null)[3], within(0.25));
    }
}
