package io.explainrec.catalog;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next pass it as {@code after} to get the next page; null on the last
 */
public record Page<T>(List<T> items, String next) {
    /** Most things of one page. */
    public static final int MOST = 200;

    /** From one thing more than fits, where there is more. */
    static <T> Page<T> of(List<T> found, int limit, Function<T, String> key) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(List.copyOf(found.subList(0, limit)), key.apply(found.get(limit - 1)));
    }
}
