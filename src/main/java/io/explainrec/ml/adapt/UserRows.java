package io.explainrec.ml.adapt;

import io.explainrec.ml.instruct.InstructionRow;
import io.explainrec.ml.instruct.InstructionRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rows of one user for a task: what is said first, and what is asked later.
 *
 * @param support of at most {@link Support#MOST} candidates
 */
public record UserRows(InstructionRow support, InstructionRow query) {
    /**
     * Of users to learn from: two rows of each that follow each other, of a first row cut to a number of candidates, as newcomers have
     * few; of a user with one row, its halves. Every second user's rows are the first ones.
     *
     * @param rows of which only what is drawn is kept in memory
     * @param users most of them, drawn by the seed
     */
    public static List<UserRows> train(InstructionRows rows, int users, long seed) {
        Random random = new Random(seed);
        List<UserRows> drawn = new ArrayList<>();
        for (List<InstructionRow> own :
                drawn(rows, users, random, user -> false).values()) {
            if (own.size() == 1) {
                drawn.add(halves(own.getFirst()));
            } else {
                int at = drawn.size() % 2 == 0 ? 0 : random.nextInt(own.size() - 1);
                drawn.add(new UserRows(first(own.get(at), 1 + random.nextInt(Support.MOST)), own.get(at + 1)));
            }
        }
        return drawn;
    }

    /**
     * Of users to validate on: the last row to learn from, of a long one the newest candidates, as in serving, and then the one to
     * validate on; of a user with nothing to learn from, the halves of the latter.
     *
     * @param valid one row for each user
     */
    public static List<UserRows> valid(InstructionRows train, InstructionRows valid, int users, long seed) {
        Set<Key> known = new HashSet<>();
        each(train, row -> known.add(Key.of(row)));
        Map<Key, List<InstructionRow>> asked = drawn(valid, users, new Random(seed), known::contains);
        Map<Key, InstructionRow> said = new LinkedHashMap<>();
        each(train, row -> {
            if (asked.containsKey(Key.of(row))) {
                said.put(Key.of(row), row);
            }
        });
        return asked.entrySet().stream()
                .map(own -> {
                    InstructionRow query = own.getValue().getFirst();
                    return said.containsKey(own.getKey())
                            ? new UserRows(last(said.get(own.getKey()), Support.MOST), query)
                            : halves(query);
                })
                .toList();
    }

    /** A user's rows are those about one kind of item. */
    private record Key(String user, String itemKind) {
        static Key of(InstructionRow row) {
            return new Key(row.user(), row.itemKind());
        }
    }

    /**
     * The rows of some users in a random order, each user's in their own.
     *
     * @param known whose single candidate is enough, since something is known of them
     */
    private static Map<Key, List<InstructionRow>> drawn(
            InstructionRows rows, int users, Random random, Predicate<Key> known) {
        Map<Key, Integer> candidates = new LinkedHashMap<>();
        each(rows, row -> candidates.merge(Key.of(row), row.candidates().size(), Integer::sum));
        List<Key> keys = new ArrayList<>(candidates.keySet());
        Collections.shuffle(keys, random);
        Map<Key, List<InstructionRow>> drawn = new LinkedHashMap<>();
        keys.stream()
                .filter(key -> candidates.get(key) > 1 || known.test(key))
                .limit(users)
                .forEach(key -> drawn.put(key, new ArrayList<>()));
        each(rows, row -> {
            if (drawn.containsKey(Key.of(row))) {
                drawn.get(Key.of(row)).add(row);
            }
        });
        return drawn;
    }

    /** What is foretold from other domains is no support. */
    private static void each(InstructionRows rows, Consumer<InstructionRow> taken) {
        try (Stream<InstructionRow> all = rows.stream()) {
            all.filter(row -> !row.crossDomain()).forEach(taken);
        }
    }

    /** Of a row of two candidates or more. */
    private static UserRows halves(InstructionRow row) {
        int n = row.candidates().size();
        int half = Math.min(Support.MOST, n / 2);
        return new UserRows(first(row, half), row.with(row.candidates().subList(half, n)));
    }

    private static InstructionRow last(InstructionRow row, int candidates) {
        int n = row.candidates().size();
        return row.with(row.candidates().subList(Math.max(0, n - candidates), n));
    }

    private static InstructionRow first(InstructionRow row, int candidates) {
        return row.with(row.candidates()
                .subList(0, Math.min(candidates, row.candidates().size())));
    }
}
