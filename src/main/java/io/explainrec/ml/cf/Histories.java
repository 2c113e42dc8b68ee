package io.explainrec.ml.cf;

import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.Order;
import java.util.Arrays;

/** What each user did, oldest first: items with a value. A fork grows on its own. */
final class Histories {
    private final int[][] items;
    private final float[][] values;
    private final int[] size;

    private Histories(int[][] items, float[][] values, int[] size) {
        this.items = items;
        this.values = values;
        this.size = size;
    }

    /** The value of a row that is kept. */
    @FunctionalInterface
    interface Value {
        /** NaN where the row is left out. */
        float of(Interactions rows, int row);
    }

    /** Of all rows. */
    static Histories of(Interactions rows, Value value) {
        Order.Groups byUser = Order.grouped(rows.size(), rows.users(), rows::user);
        int users = rows.users();
        Histories all = new Histories(new int[users][], new float[users][], new int[users]);
        for (int u = 0; u < users; u++) {
            int rowsOfUser = byUser.start()[u + 1] - byUser.start()[u];
            all.items[u] = new int[rowsOfUser];
            all.values[u] = new float[rowsOfUser];
            for (int k = byUser.start()[u]; k < byUser.start()[u + 1]; k++) {
                int row = byUser.positions()[k];
                float v = value.of(rows, row);
                if (!Float.isNaN(v)) {
                    all.items[u][all.size[u]] = rows.item(row);
                    all.values[u][all.size[u]++] = v;
                }
            }
            all.items[u] = Arrays.copyOf(all.items[u], all.size[u]);
            all.values[u] = Arrays.copyOf(all.values[u], all.size[u]);
        }
        return all;
    }

    /** The items that each user liked, each once, with value 1. */
    static Histories likes(Interactions rows) {
        int[] likedBy = new int[rows.items()];
        Order.Groups byUser = Order.grouped(rows.size(), rows.users(), rows::user);
        boolean[] first = new boolean[rows.size()];
        for (int u = 0; u < rows.users(); u++) {
            for (int k = byUser.start()[u]; k < byUser.start()[u + 1]; k++) {
                int row = byUser.positions()[k];
                first[row] = rows.liked(row) && likedBy[rows.item(row)] != u + 1;
                if (first[row]) {
                    likedBy[rows.item(row)] = u + 1;
                }
            }
        }
        return of(rows, (all, row) -> first[row] ? 1 : Float.NaN);
    }

    /** Adds a like, unless the user liked the item before. */
    void like(int user, int item) {
        for (int k = 0; k < size[user]; k++) {
            if (items[user][k] == item) {
                return;
            }
        }
        append(user, item, 1);
    }

    /**
     * Sets the value of an item.
     *
     * @return the one that it had; NaN where it had none
     */
    float put(int user, int item, float value) {
        for (int k = 0; k < size[user]; k++) {
            if (items[user][k] == item) {
                float before = values[user][k];
                values[user] = values[user].clone(); // those that were forked share it
                values[user][k] = value;
                return before;
            }
        }
        append(user, item, value);
        return Float.NaN;
    }

    /** The same the other way round: by item, the users. */
    Histories transposed(int itemCount) {
        Histories to = new Histories(new int[itemCount][], new float[itemCount][], new int[itemCount]);
        int[] n = new int[itemCount];
        for (int u = 0; u < size.length; u++) {
            for (int k = 0; k < size[u]; k++) {
                n[items[u][k]]++;
            }
        }
        for (int i = 0; i < itemCount; i++) {
            to.items[i] = new int[n[i]];
            to.values[i] = new float[n[i]];
        }
        for (int u = 0; u < size.length; u++) {
            for (int k = 0; k < size[u]; k++) {
                to.append(items[u][k], u, values[u][k]);
            }
        }
        return to;
    }

    /** One that starts as this one and grows apart from it. */
    Histories fork() {
        Histories fork = new Histories(items.clone(), values.clone(), size.clone());
        for (int u = 0; u < size.length; u++) {
            if (size[u] < items[u].length) {
                fork.items[u] = Arrays.copyOf(items[u], size[u]);
                fork.values[u] = Arrays.copyOf(values[u], size[u]);
            }
        }
        return fork;
    }

    void append(int user, int item, float value) {
        int n = size[user];
        if (n == items[user].length) {
            items[user] = Arrays.copyOf(items[user], n + (n >> 1) + 4);
            values[user] = Arrays.copyOf(values[user], items[user].length);
        }
        items[user][n] = item;
        values[user][n] = value;
        size[user]++;
    }

    int users() {
        return size.length;
    }

    int size(int user) {
        return size[user];
    }

    int item(int user, int k) {
        return items[user][k];
    }

    float value(int user, int k) {
        return values[user][k];
    }
}
