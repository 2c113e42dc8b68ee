package io.explainrec.ml.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A sample of rows, which a seed alone decides. */
final class Drawn {
    private Drawn() {}

    /**
     * So many rows, in their order.
     *
     * @param most 0 for all
     */
    static <T> List<T> from(List<T> rows, int most, long seed) {
        if (most == 0 || rows.size() <= most) {
            return rows;
        }
        List<Integer> numbers = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            numbers.add(r);
        }
        Collections.shuffle(numbers, new Random(seed));
        return numbers.subList(0, most).stream().sorted().map(rows::get).toList();
    }
}
