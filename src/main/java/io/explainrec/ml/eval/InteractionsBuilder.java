package io.explainrec.ml.eval;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes interactions in any order and puts them into that of (second, line). An item is known by its domain and id. */
public final class InteractionsBuilder {
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<Item, Integer> items = new HashMap<>();
    private int n;
    private int untimed;
    private int[] user = new int[16];
    private int[] item = new int[16];
    private boolean[] liked = new boolean[16];
    private float[] rating = new float[16];
    private long[] second = new long[16];
    private boolean[] timed = new boolean[16];

    /** An item, as it is told from others. */
    record Item(String domain, String id) {}

    /** Adds the next line of a data set that has one domain, which needs no name. */
    public void add(String userName, String itemName, boolean like, float rating, Instant at) {
        add(userName, "", itemName, like, rating, at);
    }

    /**
     * Adds the next line.
     *
     * @param rating NaN where there is none
     * @param at null where no time is known; of a time, the second counts
     */
    public void add(String userName, String domain, String itemName, boolean like, float rating, Instant at) {
        if (userName == null || userName.isBlank() || itemName == null || itemName.isBlank()) {
            throw new EvaluationException("interaction " + (n + 1) + " is of user '" + userName + "' and item '"
                    + itemName + "'; expected both to have an id");
        }
        if (n == user.length) {
            grow(n + (n >> 1));
        }
        user[n] = users.computeIfAbsent(userName, name -> users.size());
        item[n] = items.computeIfAbsent(new Item(domain, itemName), name -> items.size());
        liked[n] = like;
        this.rating[n] = rating;
        second[n] = at == null ? 0 : at.getEpochSecond();
        timed[n] = at != null;
        untimed += at == null ? 1 : 0;
        n++;
    }

    /** Adds an item, of which nothing may have been said. */
    public void item(String domain, String name) {
        items.computeIfAbsent(new Item(domain, name), item -> items.size());
    }

    /**
     * Drops each line that has user, item and second of an earlier one, as an import does: of two verdicts at one time the first
     * stays. Lines without a time are of one time.
     *
     * @return how many were dropped
     */
    public int dropRepeats() {
        int[] bySecond = Order.ascending(Arrays.copyOf(second, n));
        long[] pair = new long[n];
        for (int k = 0; k < n; k++) {
            pair[k] = (long) user[bySecond[k]] * items.size() + item[bySecond[k]];
        }
        int[] byPair = Order.ascending(pair);
        boolean[] repeats = new boolean[n];
        for (int k = 1; k < n; k++) {
            int earlier = bySecond[byPair[k - 1]];
            int later = bySecond[byPair[k]];
            repeats[later] = pair[byPair[k]] == pair[byPair[k - 1]] && second[later] == second[earlier];
        }
        int kept = 0;
        for (int k = 0; k < n; k++) {
            if (repeats[k]) {
                untimed -= timed[k] ? 0 : 1;
            } else {
                move(k, kept++);
            }
        }
        int dropped = n - kept;
        n = kept;
        return dropped;
    }

    private void move(int from, int to) {
        user[to] = user[from];
        item[to] = item[from];
        liked[to] = liked[from];
        rating[to] = rating[from];
        second[to] = second[from];
        timed[to] = timed[from];
    }

    /** Everything that was added; the builder may go on. */
    public Interactions build() {
        boolean rated = n > 0;
        for (int k = 0; k < n; k++) {
            rated &= !Float.isNaN(rating[k]);
        }
        var columns = new Interactions.Columns(
                Arrays.copyOf(user, n),
                Arrays.copyOf(item, n),
                Arrays.copyOf(liked, n),
                Arrays.copyOf(rating, n),
                Arrays.copyOf(second, n),
                new Interactions.Whole(untimed, rated));
        // Where some times are missing, the order of lines is all that can be relied on.
        int[] order = untimed == 0 ? Order.ascending(columns.second()) : null;
        return new Interactions(names(users), names(items), order == null ? columns : columns.select(order, 0));
    }

    private static <T> List<T> names(Map<T, Integer> index) {
        return index.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void grow(int size) {
        user = Arrays.copyOf(user, size);
        item = Arrays.copyOf(item, size);
        liked = Arrays.copyOf(liked, size);
        rating = Arrays.copyOf(rating, size);
        second = Arrays.copyOf(second, size);
        timed = Arrays.copyOf(timed, size);
    }
}
