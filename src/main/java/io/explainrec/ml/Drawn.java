package io.explainrec.ml;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** What a seed alone decides: orders, and samples of rows. */
public final class Drawn {
    private Drawn() {}

    /** The numbers from 0 to one below the count, each order as likely (Fisher and Yates, as Durstenfeld 1964 has it). */
    public static int[] order(int count, RandomGenerator random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }

    private static void swap(int[] order, int one, int other) {
        int swapped = order[one];
        order[one] = order[other];
        order[other] = swapped;
    }

    /**
     * So many of the numbers from 0 to one below the count, in any order.
     *
     * @param most at most the count
     */
    public static int[] some(int count, int most, RandomGenerator random) {
        int[] order = IntStream.range(0, count).toArray();
        for (int i = 0; i < most; i++) {
            swap(order, i, i + random.nextInt(count - i));
        }
        return Arrays.copyOf(order, most);
    }

    /**
     * So many rows, in their order.
     *
     * @param most 0 for all
     */
    public static <T> List<T> from(List<T> rows, int most, long seed) {
        return Arrays.stream(numbers(rows.size(), most, seed))
                .mapToObj(rows::get)
                .toList();
    }

    /**
     * Their numbers alone, from 0, ascending.
     *
     * @param of how many they are drawn
     * @param most 0 for all
     */
    public static int[] numbers(int of, int most, long seed) {
        return most == 0 || of <= most
                ? IntStream.range(0, of).toArray()
                : Arrays.stream(order(of, new Random(seed)))
                        .limit(most)
                        .sorted()
                        .toArray();
    }
}
