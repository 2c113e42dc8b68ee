package io.explainrec.ml.adapt;

import io.explainrec.ml.instruct.InstructionRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

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
     * @param users most of them, drawn by the seed
     */
    public static List<UserRows> train(List<InstructionRow> rows, int users, long seed) {
        Random random = new Random(seed);
        List<UserRows> drawn = new ArrayList<>();
        for (List<InstructionRow> own : shuffled(rows, random)) {
            if (drawn.size() == users) {
                break;
            }
            if (own.size() == 1) {
                halves(own.getFirst(), drawn);
            } else {
                int at = drawn.size() % 2 == 0 ? 0 : random.nextInt(own.size() - 1);
                drawn.add(new UserRows(first(own.get(at), 1 + random.nextInt(Support.MOST)), own.get(at + 1)));
            }
        }
        return drawn;
    }

    /**
     * Of users to validate on: the last row to learn from, and then the one to validate on; of a user with nothing to learn from, the
     * halves of the latter.
     */
    public static List<UserRows> valid(List<InstructionRow> train, List<InstructionRow> valid, int users, long seed) {
        Map<String, InstructionRow> last = new LinkedHashMap<>();
        train.stream()
                .filter(row -> !row.crossDomain())
                .forEach(row -> last.put(row.user() + "\t" + row.itemKind(), row));
        List<UserRows> drawn = new ArrayList<>();
        for (List<InstructionRow> own : shuffled(valid, new Random(seed))) {
            InstructionRow query = own.getFirst();
            InstructionRow said = last.get(query.user() + "\t" + query.itemKind());
            if (drawn.size() == users) {
                break;
            }
            if (said == null) {
                halves(query, drawn);
            } else {
                drawn.add(new UserRows(first(said, Support.MOST), query));
            }
        }
        return drawn;
    }

    /** By user and kind of item, in their order; users in a random one. What is foretold from other domains is no support. */
    private static List<List<InstructionRow>> shuffled(List<InstructionRow> rows, Random random) {
        Map<String, List<InstructionRow>> byUser = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> !row.crossDomain())
                .forEach(row -> byUser.computeIfAbsent(row.user() + "\t" + row.itemKind(), u -> new ArrayList<>())
                        .add(row));
        List<List<InstructionRow>> users = new ArrayList<>(byUser.values());
        Collections.shuffle(users, random);
        return users;
    }

    private static void halves(InstructionRow row, List<UserRows> drawn) {
        int n = row.candidates().size();
        if (n >= 2) {
            int half = Math.min(Support.MOST, n / 2);
            drawn.add(new UserRows(first(row, half), row.with(row.candidates().subList(half, n))));
        }
    }

    private static InstructionRow first(InstructionRow row, int candidates) {
        return row.with(row.candidates()
                .subList(0, Math.min(candidates, row.candidates().size())));
    }
}
