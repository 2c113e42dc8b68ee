package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;

/**
 * EASE: the linear item-item model that best gives back each user's likes without an item explaining itself (Steck, WWW 2019,
 * equation 8): {@code P = inv(X'X + lambda I)}, {@code W_ij = -P_ij / P_jj}, {@code W_jj = 0}.
 *
 * @param ridge lambda, above 0
 */
public record Ease(String name, double ridge) implements DenseScorer {
    @Override
    public Scale scale() {
        return Scale.ORDER;
    }

    @Override
    public Fitted fit(Interactions past) {
        Histories liked = Histories.likes(past);
        return new LinearItemModel(weights(past.items(), liked, ridge), liked, LinearItemModel.likes(past));
    }

    /** W, by liked item and scored item. */
    public static float[][] weights(Interactions past, double ridge) {
        return weights(past.items(), Histories.likes(past), ridge);
    }

    /** One at a time: two together would not fit where {@link SquareOfItems} says that one does. */
    private static synchronized float[][] weights(int items, Histories liked, double ridge) {
        float[][] w = SquareOfItems.of(items, liked, (a, b) -> 1);
        double[][] gram = new double[items][items];
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < items; j++) {
                gram[i][j] = w[i][j] + (i == j ? ridge : 0);
            }
        }
        Cholesky.factor(gram);
        Cholesky.invert(gram);
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < items; j++) {
                w[i][j] = i == j ? 0 : (float) (-gram[i][j] / gram[j][j]);
            }
        }
        return w;
    }
}
