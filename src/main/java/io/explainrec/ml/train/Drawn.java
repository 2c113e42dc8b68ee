package io.explainrec.ml.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A sample of rows, which a seed alone decides. */
final class Drawn {
    private Drawn() {}

    /**
     * So many rows, in their order.
     *
     * @param most 0 for all
     */
    static <T> List<T> from(List<T> rows, int most, long seed) {
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
    static int[] numbers(int of, int most, long seed) {
        if (most == 0 || of <= most) {
            return IntStream.range(0, of).toArray();
        }
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, of).boxed().toList());
        Collections.shuffle(numbers, new Random(seed));
        return numbers.subList(0, most).stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
