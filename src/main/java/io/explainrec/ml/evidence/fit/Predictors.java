package io.explainrec.ml.evidence.fit;

import io.explainrec.ml.cf.Ease;
import io.explainrec.ml.eval.Interactions;
import java.util.stream.IntStream;

/**
 * Of each item, the {@value #KEPT} others whose likes say most of a like of it, by {@link Ease}. Large catalogues have none, since
 * the model keeps a number for each pair of items.
 *
 * @param items by item, strongest first
 * @param weights of these, for or against
 */
record Predictors(int[][] items, float[][] weights) {
    private static final double RIDGE = 250;
    private static final int KEPT = 400;

    static Predictors of(Interactions past) {
        if (past.size() == 0 || new Ease("", RIDGE).obstacle(past).isPresent()) {
            return new Predictors(new int[0][], new float[0][]);
        }
        float[][] all = Ease.weights(past, RIDGE);
        int[][] items = new int[all.length][];
        float[][] weights = new float[all.length][];
        for (int item = 0; item < all.length; item++) {
            int scored = item;
            items[item] = IntStream.range(0, all.length)
                    .filter(other -> all[other][scored] != 0)
                    .mapToLong(
                            other -> (long) -Float.floatToIntBits(Math.abs(all[other][scored])) << Integer.SIZE | other)
                    .sorted()
                    .limit(KEPT)
                    .mapToInt(key -> (int) key)
                    .toArray();
            weights[item] = new float[items[item].length];
            for (int k = 0; k < weights[item].length; k++) {
                weights[item][k] = all[items[item][k]][item];
            }
        }
        return new Predictors(items, weights);
    }
}
