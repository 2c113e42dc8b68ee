package io.explainrec.ml.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Interactions in the order (second, line of input), users and items numbered from 0. Immutable. Parts cut from it keep its
 * numbering, so a user or an item may have no row in a part: that is what an unseen one is.
 */
public final class Interactions {
    private final List<String> userNames;
    private final List<InteractionsBuilder.Item> items;
    private final Columns columns;
    /** Where these rows begin among those of the columns, which a slice shares. */
    private final int from;

    private final int size;

    /**
     * What holds of the whole data set, and so for all parts alike.
     *
     * @param untimed how many rows have no time
     * @param rated whether every row has a rating
     */
    record Whole(int untimed, boolean rated) {}

    /** One array per column; those who get it do not write to it. */
    record Columns(int[] user, int[] item, boolean[] liked, float[] rating, long[] second, Whole whole) {
        Columns select(int[] rows, int from) {
            int n = rows.length;
            Columns to = new Columns(new int[n], new int[n], new boolean[n], new float[n], new long[n], whole);
            for (int k = 0; k < n; k++) {
                int r = from + rows[k];
                to.user[k] = user[r];
                to.item[k] = item[r];
                to.liked[k] = liked[r];
                to.rating[k] = rating[r];
                to.second[k] = second[r];
            }
            return to;
        }
    }

    Interactions(List<String> userNames, List<InteractionsBuilder.Item> items, Columns columns) {
        this(userNames, items, columns, 0, columns.user.length);
    }

    private Interactions(
            List<String> userNames, List<InteractionsBuilder.Item> items, Columns columns, int from, int size) {
        this.userNames = userNames;
        this.items = items;
        this.columns = columns;
        this.from = from;
        this.size = size;
    }

    /** A part that was read behind its end would see rows of another. */
    private int at(int row) {
        return from + Objects.checkIndex(row, size);
    }

    /** Number of rows. */
    public int size() {
        return size;
    }

    /** Number of users of the whole data set; a row's user is below it. */
    public int users() {
        return userNames.size();
    }

    /** Number of items of the whole data set; a row's item is below it. */
    public int items() {
        return items.size();
    }

    public String userName(int user) {
        return userNames.get(user);
    }

    public String itemName(int item) {
        return items.get(item).id();
    }

    /** The item's domain; empty where the data set names none. Items of equal names in two domains are two. */
    public String itemDomain(int item) {
        return items.get(item).domain();
    }

    /** The domains of all items, in alphabetical order. */
    public List<String> domains() {
        return items.stream()
                .map(InteractionsBuilder.Item::domain)
                .distinct()
                .sorted()
                .toList();
    }

    /** By item, where its domain stands among {@link #domains}. */
    public int[] domainNumbers() {
        List<String> domains = domains();
        Map<String, Integer> numbers = new HashMap<>();
        domains.forEach(domain -> numbers.put(domain, numbers.size()));
        return items.stream().mapToInt(item -> numbers.get(item.domain())).toArray();
    }

    public int user(int row) {
        return columns.user[at(row)];
    }

    public int item(int row) {
        return columns.item[at(row)];
    }

    public boolean liked(int row) {
        return columns.liked[at(row)];
    }

    /** The rating; NaN where a flag alone was given. */
    public float rating(int row) {
        return columns.rating[at(row)];
    }

    /** Seconds since 1970; what is only known to be of the same second has no order. 0 where no time was given. */
    public long second(int row) {
        return columns.second[at(row)];
    }

    /** Rows of the whole data set that have no time. */
    public int untimed() {
        return columns.whole.untimed;
    }

    /**
     * Whether every row of the whole data set has a rating. Where some have none, ratings are predicted of none, not even in a part
     * that has them all: what was learned from flags is no rating.
     */
    public boolean rated() {
        return columns.whole.rated;
    }

    /** How many rows are likes. */
    public int likes() {
        int likes = 0;
        for (int r = 0; r < size; r++) {
            likes += liked(r) ? 1 : 0;
        }
        return likes;
    }

    /** The rows from one to before another: a view, which takes no memory of its own. */
    public Interactions slice(int first, int end) {
        Objects.checkFromToIndex(first, end, size);
        return new Interactions(userNames, items, columns, from + first, end - first);
    }

    /** These rows, in the order given. */
    public Interactions select(int[] rows) {
        for (int row : rows) {
            Objects.checkIndex(row, size);
        }
        return new Interactions(userNames, items, columns.select(rows, from));
    }

    /** Those rows whose flag is set. */
    public Interactions select(boolean[] kept) {
        return select(rows(kept));
    }

    /** The first rows of each user, so many at most. */
    public Interactions first(int perUser) {
        int[] seen = new int[users()];
        return select(rows(r -> seen[user(r)]++ < perUser));
    }

    /** Of each user's rows of one item the last alone. */
    public Interactions newestOfEach() {
        boolean[] kept = new boolean[size];
        int n = 0;
        Order.Groups byUser = Order.grouped(size, users(), this::user);
        int[] seenOf = new int[items()];
        for (int u = 0; u < users(); u++) {
            for (int k = byUser.start()[u + 1] - 1; k >= byUser.start()[u]; k--) {
                int row = byUser.positions()[k];
                if (seenOf[item(row)] != u + 1) {
                    seenOf[item(row)] = u + 1;
                    kept[row] = true;
                    n++;
                }
            }
        }
        return n == size ? this : select(kept);
    }

    /** By user, whether there is a row. */
    public boolean[] usersPresent() {
        boolean[] present = new boolean[users()];
        for (int r = 0; r < size; r++) {
            present[user(r)] = true;
        }
        return present;
    }

    /** By item, whether there is a row. */
    public boolean[] itemsPresent() {
        boolean[] present = new boolean[items()];
        for (int r = 0; r < size; r++) {
            present[item(r)] = true;
        }
        return present;
    }

    /** Numbers of the rows that are kept. */
    public int[] rows(IntPredicate kept) {
        return IntStream.range(0, size()).filter(kept).toArray();
    }

    /** Numbers of the flags that are set. */
    static int[] rows(boolean[] kept) {
        int[] rows = new int[kept.length];
        int n = 0;
        for (int k = 0; k < kept.length; k++) {
            if (kept[k]) {
                rows[n++] = k;
            }
        }
        return Arrays.copyOf(rows, n);
    }
}
