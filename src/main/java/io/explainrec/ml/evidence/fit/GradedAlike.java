package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which items are graded alike: over the c people who graded both, the cosine of their residuals, shrunken by {@code c / (c + }{@value
 * #SHRINKAGE}{@code )}, negative ones dropped and the rest squared, so that few strong ones count (Koren, KDD 2008, 2.2, with
 * squares); the {@value #KEPT} strongest of each item.
 *
 * @param items by item, strongest first
 * @param similarity of these, above 0, at most 1
 */
record GradedAlike(int[][] items, float[][] similarity) {
    private static final int KEPT = 400;
    private static final double SHRINKAGE = 40;
    /** Of a user, the newest rows alone count, so that cost does not grow with the square of the busiest one. */
    private static final int ROWS_PER_USER = 500;

    private record Pair(int item, float similarity) {}

    static GradedAlike of(Interactions past, double[] residual) {
        int items = past.items();
        Order.Groups byUser = Order.grouped(past.size(), past.users(), past::user);
        Order.Groups byItem = Order.grouped(past.size(), items, past::item);
        double[] product = new double[items];
        double[] mine = new double[items];
        double[] theirs = new double[items];
        int[] common = new int[items];
        int[] touched = new int[items];
        GradedAlike alike = new GradedAlike(new int[items][], new float[items][]);
        for (int i = 0; i < items; i++) {
            int n = 0;
            for (int k = byItem.start()[i]; k < byItem.start()[i + 1]; k++) {
                int row = byItem.positions()[k];
                int end = byUser.start()[past.user(row) + 1];
                int start = Math.max(byUser.start()[past.user(row)], end - ROWS_PER_USER);
                for (int m = start; m < end; m++) {
                    int other = byUser.positions()[m];
                    int j = past.item(other);
                    if (j != i) {
                        if (common[j]++ == 0) {
                            touched[n++] = j;
                        }
                        product[j] += residual[row] * residual[other];
                        mine[j] += residual[row] * residual[row];
                        theirs[j] += residual[other] * residual[other];
                    }
                }
            }
            List<Pair> found = new ArrayList<>();
            for (int t = 0; t < n; t++) {
                int j = touched[t];
                double shrunken =
                        product[j] / Math.sqrt(mine[j] * theirs[j] + 1e-9) * common[j] / (common[j] + SHRINKAGE);
                if (shrunken > 0) {
                    found.add(new Pair(j, (float) (shrunken * shrunken)));
                }
                product[j] = mine[j] = theirs[j] = common[j] = 0;
            }
            alike.keep(i, found);
        }
        return alike;
    }

    private void keep(int item, List<Pair> found) {
        Pair[] best = found.stream()
                .sorted(Comparator.comparingDouble((Pair pair) -> -pair.similarity)
                        .thenComparingInt(Pair::item))
                .limit(KEPT)
                .toArray(Pair[]::new);
        items[item] = Arrays.stream(best).mapToInt(Pair::item).toArray();
        similarity[item] = new float[best.length];
        for (int k = 0; k < best.length; k++) {
            similarity[item][k] = best[k].similarity;
        }
    }
}
