package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.eval.HashFold;
import io.explainrec.ml.eval.Interactions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Items that the same people liked. A tenth of the people and a tenth of the items are held out, by hash: pairs of held-out people
 * measure, and held-out items, which no pair to learn from has, stand for items that are new.
 */
public final class CoLikes {
    private static final int FOLDS = 10;
    private static final int HELD_OUT = 0;

    /** Pairs of each kind that one held-out person gives, at most, so that no one decides a figure. */
    private static final int PAIRS_EACH = 20;

    private final List<int[]> learned;
    private final List<Pair> known;
    private final List<Pair> fresh;
    private final boolean[] newItems;

    /** An item to ask from, and one that the same person liked, by their numbers. */
    public record Pair(int query, int target) {}

    private CoLikes(List<int[]> learned, List<Pair> known, List<Pair> fresh, boolean[] newItems) {
        this.learned = learned;
        this.known = known;
        this.fresh = fresh;
        this.newItems = newItems;
    }

    /**
     * Co-likes of these rows.
     *
     * @param rows of the training slice alone
     * @param present by item, whether it has any vector
     */
    public static CoLikes of(Interactions rows, boolean[] present) {
        boolean[] newItems = new boolean[rows.items()];
        for (int i = 0; i < newItems.length; i++) {
            newItems[i] = present[i] && HashFold.of(rows.itemDomain(i) + "/" + rows.itemName(i), FOLDS) == HELD_OUT;
        }
        List<List<Integer>> likes = new ArrayList<>();
        for (int u = 0; u < rows.users(); u++) {
            likes.add(new ArrayList<>());
        }
        for (int r = 0; r < rows.size(); r++) {
            if (rows.liked(r) && present[rows.item(r)]) {
                likes.get(rows.user(r)).add(rows.item(r));
            }
        }
        CoLikes all = new CoLikes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), newItems);
        Random random = new Random(0);
        for (int u = 0; u < rows.users(); u++) {
            List<Integer> own = likes.get(u).stream().distinct().toList();
            List<Integer> old = own.stream().filter(item -> !newItems[item]).toList();
            if (HashFold.of(rows.userName(u), FOLDS) == HELD_OUT) {
                all.holdOut(old, own.stream().filter(item -> newItems[item]).toList(), random);
            } else if (old.size() > 1) {
                all.learned.add(old.stream().mapToInt(Integer::intValue).toArray());
            }
        }
        return all;
    }

    private void holdOut(List<Integer> old, List<Integer> fresh, Random random) {
        this.known.addAll(pairs(old, old, random));
        this.fresh.addAll(pairs(old, fresh, random));
    }

    /** Different pairs, each as likely; they are drawn one by one, as somebody who likes thousands of items has millions of pairs. */
    private static List<Pair> pairs(List<Integer> queries, List<Integer> targets, Random random) {
        long all = (long) queries.size() * targets.size();
        long same = queries.stream().filter(Set.copyOf(targets)::contains).count();
        if (all == same) {
            return List.of();
        }
        return random.longs(0, all)
                .mapToObj(
                        p -> new Pair(queries.get((int) (p / targets.size())), targets.get((int) (p % targets.size()))))
                .filter(pair -> pair.query() != pair.target())
                .distinct()
                .limit(Math.min(PAIRS_EACH, all - same))
                .toList();
    }

    /** People to learn from. */
    public int people() {
        return learned.size();
    }

    /** Pairs of held-out people, of items that are learned from. */
    public List<Pair> known() {
        return Collections.unmodifiableList(known);
    }

    /** Pairs of held-out people whose targets are held-out items. */
    public List<Pair> fresh() {
        return Collections.unmodifiableList(fresh);
    }

    /** Whether an item is held out. */
    public boolean isNew(int item) {
        return newItems[item];
    }

    /** Pairs to learn from: a person, each as likely, and two of what they liked. */
    List<Pair> draw(int count, SplittableRandom random) {
        List<Pair> pairs = new ArrayList<>(count);
        while (pairs.size() < count) {
            int[] own = learned.get(random.nextInt(learned.size()));
            int query = random.nextInt(own.length);
            int target = random.nextInt(own.length - 1);
            pairs.add(new Pair(own[query], own[target < query ? target : target + 1]));
        }
        return pairs;
    }
}
