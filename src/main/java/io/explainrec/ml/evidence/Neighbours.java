package io.explainrec.ml.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which items are liked by the same people: the cosine of co-likes c / sqrt(l_i l_j), shrunken by c / (c + {@value #SHRINK})
 * so that a handful of people does not make neighbours (Sarwar et al. 2001). Two items are neighbours where one is among the
 * {@value #KEPT} strongest of the other.
 */
final class Neighbours {
    private static final int KEPT = 50;
    /** Of an item, with those that it is near to and those that are near to it: what everybody likes is near to all that few do. */
    private static final int KEPT_OF_BOTH = 2000;

    private static final double SHRINK = 10;
    /** Only a user's newest likes count, for both of what is divided, so that cost grows with users and not with the square of the busiest one. */
    private static final int LIKES_PER_USER = 100;

    private final int[][] ids;
    private final float[][] similarities;

    /** Takes a neighbour and how similar it is. */
    @FunctionalInterface
    interface Visitor {
        void visit(int item, double similarity);
    }

    private Neighbours(int[][] ids, float[][] similarities) {
        this.ids = ids;
        this.similarities = similarities;
    }

    /**
     * @param likedByUser numbers of what each user likes, newest last, each once
     * @param items how many there are
     */
    static Neighbours of(Collection<int[]> likedByUser, int items) {
        List<int[]> histories = likedByUser.stream()
                .map(liked -> Arrays.copyOfRange(liked, Math.max(0, liked.length - LIKES_PER_USER), liked.length))
                .toList();
        List<List<Integer>> likers = new ArrayList<>();
        IntStream.range(0, items).forEach(i -> likers.add(new ArrayList<>()));
        for (int user = 0; user < histories.size(); user++) {
            for (int item : histories.get(user)) {
                likers.get(item).add(user);
            }
        }
        List<List<Pair>> found = new ArrayList<>();
        IntStream.range(0, items).forEach(i -> found.add(new ArrayList<>()));
        int[] together = new int[items];
        for (int i = 0; i < items; i++) {
            List<Integer> touched = new ArrayList<>();
            for (int user : likers.get(i)) {
                for (int j : histories.get(user)) {
                    if (j != i && together[j]++ == 0) {
                        touched.add(j);
                    }
                }
            }
            int item = i;
            touched.stream()
                    .map(j -> new Pair(j, (float) similarity(
                            together[j], likers.get(item).size(), likers.get(j).size())))
                    .sorted(STRONGEST)
                    .limit(KEPT)
                    .forEach(pair -> {
                        found.get(item).add(pair);
                        found.get(pair.item).add(new Pair(item, pair.similarity));
                    });
            touched.forEach(j -> together[j] = 0);
        }
        return packed(found);
    }

    private record Pair(int item, float similarity) {}

    private static final Comparator<Pair> STRONGEST =
            Comparator.comparingDouble((Pair pair) -> -pair.similarity).thenComparingInt(Pair::item);

    /** Each neighbour once, by its number. */
    private static Neighbours packed(List<List<Pair>> found) {
        int[][] ids = new int[found.size()][];
        float[][] similarities = new float[found.size()][];
        for (int i = 0; i < ids.length; i++) {
            Stream<Pair> each = found.get(i).stream().distinct();
            if (found.get(i).size() > KEPT_OF_BOTH) {
                each = each.sorted(STRONGEST).limit(KEPT_OF_BOTH);
            }
            List<Pair> own = each.sorted(Comparator.comparingInt(Pair::item)).toList();
            ids[i] = own.stream().mapToInt(Pair::item).toArray();
            similarities[i] = new float[ids[i].length];
            for (int k = 0; k < ids[i].length; k++) {
                similarities[i][k] = own.get(k).similarity;
            }
        }
        return new Neighbours(ids, similarities);
    }

    static double similarity(int together, int likesOfOne, int likesOfOther) {
        return together / Math.sqrt((double) likesOfOne * likesOfOther) * together / (together + SHRINK);
    }

    /** Visits the neighbours of an item; one that came after they were computed has none. */
    void each(int item, Visitor visitor) {
        if (item < ids.length) {
            for (int k = 0; k < ids[item].length; k++) {
                visitor.visit(ids[item][k], similarities[item][k]);
            }
        }
    }

    /** How similar two items are; 0 where they are no neighbours. */
    double similarity(int one, int other) {
        int at = one < ids.length ? Arrays.binarySearch(ids[one], other) : -1;
        return at < 0 ? 0 : similarities[one][at];
    }
}
