package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import java.util.Arrays;

/**
 * Item neighbours for ranking: {@code W_ij = c_ij / sqrt(c_ii c_jj)} over who liked both, of each item the nearest alone
 * (Deshpande and Karypis, TOIS 2004).
 *
 * @param nearest how many neighbours an item has
 */
public record CosineNeighbours(String name, int nearest) implements DenseScorer {
    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Fitted fit(Interactions past) {
        int items = past.items();
        Histories liked = Histories.likes(past);
        float[][] w = SquareOfItems.of(items, liked, (a, b) -> 1);
        double[] norm = new double[items];
        for (int i = 0; i < items; i++) {
            norm[i] = Math.sqrt(w[i][i]) + 1e-9;
        }
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < items; j++) {
                w[i][j] = i == j ? 0 : (float) (w[i][j] / (norm[i] * norm[j]));
            }
        }
        keepNearest(w);
        return new LinearItemModel(w, liked, LinearItemModel.likes(past));
    }

    /** Of each scored item, i.e. of each column; the matrix is symmetric until then, so its row tells the same. */
    private void keepNearest(float[][] w) {
        float[] least = new float[w.length];
        for (int j = 0; j < w.length; j++) {
            float[] sorted = w[j].clone();
            Arrays.sort(sorted);
            least[j] = sorted[Math.max(0, sorted.length - nearest)];
        }
        for (float[] row : w) {
            for (int j = 0; j < row.length; j++) {
                row[j] = row[j] < least[j] ? 0 : row[j];
            }
        }
    }
}
