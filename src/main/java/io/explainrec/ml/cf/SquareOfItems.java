package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import java.util.Optional;

/** Sums over users of products of items' values: {@code X'X}, dense, for catalogues that it fits. */
final class SquareOfItems {
    /** Beyond it the time is too long. */
    private static final int MOST_ITEMS = 8000;
    /** What {@link Ease} holds at once: one matrix in float and two in double. */
    private static final int BYTES_A_PAIR = 20;

    private SquareOfItems() {}

    /** Why a dense matrix of items by items cannot be had. */
    static Optional<String> obstacle(Interactions data) {
        return obstacle(data.items(), Runtime.getRuntime().maxMemory());
    }

    /**
     * The same for so many items.
     *
     * @param heap most memory of the JVM, in bytes; a third of it is for the matrices of one scorer at a time, since
     *     what was fitted before stays until it is measured
     */
    static Optional<String> obstacle(int items, long heap) {
        int most = (int) Math.min(MOST_ITEMS, Math.sqrt(heap / 3.0 / BYTES_A_PAIR));
        return items <= most
                ? Optional.empty()
                : Optional.of("it keeps a number for each pair of items, and " + items + " items are more than " + most
                        + (most == MOST_ITEMS
                                ? ""
                                : ", which a heap of " + (heap >> 20)
                                        + " MB has room for; EXPLAINREC_JAVA_OPTIONS=-Xmx4g gives Java more"));
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
