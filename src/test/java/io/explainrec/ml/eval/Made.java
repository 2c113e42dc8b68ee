package io.explainrec.ml.eval;

import java.time.Instant;
import java.util.Random;

/** Data sets for tests. */
public final class Made {
    private Made() {}

    /** Rows as "user item liked second", or "user item liked" without a time, in the order of the lines; ratings 5 and 1. */
    public static Interactions rows(String... lines) {
        InteractionsBuilder builder = new InteractionsBuilder();
        for (String line : lines) {
            String[] p = line.split(" ");
            boolean liked = p[2].equals("+");
            builder.add(
                    p[0],
                    p[1],
                    liked,
                    liked ? 5 : 1,
                    p.length < 4 ? null : Instant.ofEpochSecond(Long.parseLong(p[3])));
        }
        return builder.build();
    }

    /**
     * A shop with planted tastes: users and items are of two kinds, and like what is of their own; a good item is liked by all more
     * often. Users come one after the other; a quarter of the rows is of earlier ones.
     */
    public static Interactions shop(int users, int items, int each, long seed) {
        Random random = new Random(seed);
        InteractionsBuilder builder = new InteractionsBuilder();
        for (int k = 0; k < users * each; k++) {
            int newest = k / each;
            int user = random.nextInt(4) == 0 ? random.nextInt(1 + newest) : newest;
            int item = random.nextInt(items);
            double z = (user % 2 == item % 2 ? 1.2 : -1.2) + (item % 5 - 2) * 0.6;
            boolean liked = random.nextDouble() < 1 / (1 + Math.exp(-z));
            builder.add("u" + user, "i" + item, liked, liked ? 5 : 2, Instant.ofEpochSecond(1000 + k / 3));
        }
        return builder.build();
    }
}
