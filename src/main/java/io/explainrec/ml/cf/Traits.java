package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Order;
import java.util.Arrays;

/**
 * What is known of each user, or of each item, numbered from 0.
 *
 * @param of by user or item, the numbers of its traits, each once
 * @param count of all traits
 */
public record Traits(int[][] of, int count) {
    /** Nothing is known of them. */
    public static Traits none(int count) {
        return new Traits(new int[count][0], 0);
    }

    /** Who has each trait. */
    Order.Groups members() {
        int n = Arrays.stream(of).mapToInt(own -> own.length).sum();
        int[] trait = new int[n];
        int[] member = new int[n];
        int at = 0;
        for (int k = 0; k < of.length; k++) {
            for (int t : of[k]) {
                trait[at] = t;
                member[at++] = k;
            }
        }
        Order.Groups grouped = Order.grouped(n, count, k -> trait[k]);
        int[] positions = Arrays.stream(grouped.positions()).map(k -> member[k]).toArray();
        return new Order.Groups(positions, grouped.start());
    }
}
