package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import java.util.Optional;

/** Sums over users of products of items' values: {@code X'X}, dense, for catalogues that it fits. */
final class SquareOfItems {
    /** Three such matrices in double take 1.5 GB. */
    private static final int MOST_ITEMS = 8000;

    private SquareOfItems() {}

    /** Why a dense matrix of items by items cannot be had. */
    static Optional<String> obstacle(Interactions data) {
        return data.items() <= MOST_ITEMS
                ? Optional.empty()
                : Optional.of("it keeps a number for each pair of items, and " + data.items() + " items are more than "
                        + MOST_ITEMS);
    }

    /** What a pair of values adds. */
    @FunctionalInterface
    interface Product {
        float of(float a, float b);
    }

    /** Sums over all users. */
    static float[][] of(int items, Histories histories, Product product) {
        float[][] square = new float[items][items];
        for (int u = 0; u < histories.users(); u++) {
            for (int a = 0; a < histories.size(u); a++) {
                float[] row = square[histories.item(u, a)];
                float value = histories.value(u, a);
                for (int b = 0; b < histories.size(u); b++) {
                    row[histories.item(u, b)] += product.of(value, histories.value(u, b));
                }
            }
        }
        return square;
    }
}
