package io.explainrec.ml.eval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes interactions in any order and puts them into that of (second, line). */
public final class InteractionsBuilder {
    private final Map<String, Integer> users = new HashMap<>();
    private final Map<String, Integer> items = new HashMap<>();
    private int n;
    private int untimed;
    private int[] user = new int[16];
    private int[] item = new int[16];
    private boolean[] liked = new boolean[16];
    private float[] rating = new float[16];
    private long[] second = new long[16];

    /**
     * Adds the next line.
     *
     * @param rating NaN where there is none
     * @param at null where no time is known; of a time, the second counts
     */
    public void add(String userName, String itemName, boolean like, float rating, Instant at) {
        if (userName == null || userName.isBlank() || itemName == null || itemName.isBlank()) {
            throw new EvaluationException("interaction " + (n + 1) + " is of user '" + userName + "' and item '"
                    + itemName + "'; expected both to have an id");
        }
        if (n == user.length) {
            grow(n + (n >> 1));
        }
        user[n] = users.computeIfAbsent(userName, name -> users.size());
        item[n] = items.computeIfAbsent(itemName, name -> items.size());
        liked[n] = like;
        this.rating[n] = rating;
        second[n] = at == null ? 0 : at.getEpochSecond();
        untimed += at == null ? 1 : 0;
        n++;
    }

    /** Everything that was added; the builder may go on. */
    public Interactions build() {
        int[] line = new int[n];
        for (int k = 0; k < n; k++) {
            line[k] = k + 1;
        }
        var columns = new Interactions.Columns(
                Arrays.copyOf(user, n),
                Arrays.copyOf(item, n),
                Arrays.copyOf(liked, n),
                Arrays.copyOf(rating, n),
                Arrays.copyOf(second, n),
                line,
                untimed);
        // Where some times are missing, the order of lines is all that can be relied on.
        int[] order = untimed == 0 ? Order.ascending(columns.second()) : null;
        return new Interactions(names(users), names(items), order == null ? columns : columns.select(order));
    }

    private static List<String> names(Map<String, Integer> index) {
        String[] names = new String[index.size()];
        index.forEach((name, at) -> names[at] = name);
        return List.copyOf(new ArrayList<>(Arrays.asList(names)));
    }

    private void grow(int size) {
        user = Arrays.copyOf(user, size);
        item = Arrays.copyOf(item, size);
        liked = Arrays.copyOf(liked, size);
        rating = Arrays.copyOf(rating, size);
        second = Arrays.copyOf(second, size);
    }
}
