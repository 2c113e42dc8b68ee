package io.explainrec.ml.evidence;

import io.explainrec.ml.evidence.LearnedOfUser.Residual;
import java.util.List;

/**
 * What the user thought of each attribute value: the shrunken mean of the residuals of items that have it, an item's counting for
 * each of its values in equal parts.
 */
final class AttributeTaste {
    private static final double PRIOR = 5;

    private final LearnedTables tables;
    private final double[] sums;
    private final double[] weights;

    AttributeTaste(LearnedTables tables, List<Residual> history) {
        this.tables = tables;
        sums = new double[tables.attributes().size()];
        weights = new double[tables.attributes().size()];
        for (Residual event : history) {
            int[] own = tables.attributesOf()[event.item()];
            for (int a : own) {
                sums[a] += event.residual() / own.length;
                weights[a] += 1.0 / own.length;
            }
        }
    }

    /** Mean over the item's values; NaN where the history has none of them. */
    double taste(int item) {
        int[] own = tables.attributesOf()[item];
        double sum = 0;
        boolean known = false;
        for (int a : own) {
            sum += sums[a] / (weights[a] + PRIOR);
            known |= weights[a] > 0;
        }
        return known ? sum / own.length : Double.NaN;
    }

    /** How many values two items share, each counted in parts of both. */
    double shared(int item, int other) {
        int[] mine = tables.attributesOf()[item];
        int[] theirs = tables.attributesOf()[other];
        int shared = 0;
        for (int a : mine) {
            for (int b : theirs) {
                shared += a == b ? 1 : 0;
            }
        }
        return shared == 0 ? 0 : (double) shared / mine.length / theirs.length;
    }
}
