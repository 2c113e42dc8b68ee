package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.LogisticObjective;
import io.explainrec.ml.cf.NonNegativeNewton;
import io.explainrec.ml.evidence.EvidenceSource;
import io.explainrec.ml.evidence.LeveledHead;
import io.explainrec.ml.evidence.LeveledHead.Intercept;
import io.explainrec.ml.evidence.LeveledHead.Span;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Fits the head of liking in two steps, since what orders items within a user and what tells the user's level are best learned apart.
 * First the order, see {@link OrderFit}. Then the level: logistic loss on all rows, with the order's sum as one regressor, so that the result
 * is calibrated. No weight is below 0.
 */
final class LikeFit {
    /** Sources that are the same for all of a user's candidates. */
    static final List<EvidenceSource> LEVEL = List.of(
            EvidenceSource.USER_LEVEL,
            EvidenceSource.MOOD,
            EvidenceSource.GROUP_LEVEL,
            EvidenceSource.USER_BIAS,
            EvidenceSource.CARRIED_LEVEL);

    private static final int FIRST = 4;
    private static final double LEVEL_RIDGE = 1;

    private final OrderFit order;

    LikeFit(long seed) {
        order = new OrderFit(seed);
    }

    /**
     * @param slices rows that pairs are taken of, slice by slice, the newest last
     * @param all rows that the level is fitted on
     * @param orders sources that may order
     * @param levels sources that may tell the level
     */
    LeveledHead fit(List<List<Row>> slices, List<Row> all, List<EvidenceSource> orders, List<EvidenceSource> levels) {
        List<Row> frozen = slices.stream().flatMap(List::stream).toList();
        OrderFit.Fit ofOrder = order.fit(frozen, new HelpfulSources(order).of(slices, orders));
        Columns columns = ofOrder.columns();
        double[] weights = ofOrder.weights();
        Columns level = Columns.of(all, levels);
        // Intercepts and scales of the order, each with little and with much history; then what tells the level.
        // Nothing holds the intercepts, so there is one alone where no history is long.
        boolean anyLong = all.stream().anyMatch(row -> row.events() >= Columns.LONG);
        int width = FIRST + level.width();
        double[][] x = new double[all.size()][width];
        double[] offset = new double[x.length];
        boolean[] liked = new boolean[x.length];
        double[] weight = new double[x.length];
        for (int r = 0; r < x.length; r++) {
            Row row = all.get(r);
            double s = LeveledHead.saturation(row.events());
            double[] own = columns.of(row);
            x[r][0] = anyLong ? 1 - s : 1;
            x[r][1] = anyLong ? s : 0;
            for (int c = 0; c < own.length; c++) {
                x[r][2 + c % 2] += weights[c] * own[c];
            }
            System.arraycopy(level.of(row), 0, x[r], FIRST, level.width());
            offset[r] = row.base();
            liked[r] = row.liked();
            weight[r] = row.weight();
        }
        double[] ridge = new double[width];
        boolean[] bounded = new boolean[width];
        for (int a = 2; a < width; a++) {
            ridge[a] = LEVEL_RIDGE;
            bounded[a] = true;
        }
        double[] fitted = NonNegativeNewton.minimise(
                new LogisticObjective(x, offset, liked, weight, width), ridge, new double[width], bounded);
        for (int c = 0; c < weights.length; c++) {
            weights[c] *= fitted[2 + c % 2];
        }
        Map<EvidenceSource, Span> terms = new EnumMap<>(EvidenceSource.class);
        terms.putAll(columns.spans(weights));
        terms.putAll(level.spans(Arrays.copyOfRange(fitted, FIRST, width)));
        return new LeveledHead(new Intercept(fitted[0], fitted[anyLong ? 1 : 0]), terms);
    }
}
