package io.explainrec.ml.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which items are liked by the same people: the cosine of co-likes c / sqrt(l_i l_j), shrunken by c / (c + {@value #SHRINK})
 * so that a handful of people does not make neighbours, the strongest {@value #KEPT} of each item (Sarwar et al. 2001).
 */
final class Neighbours {
    private static final int KEPT = 50;
    private static final double SHRINK = 10;
    /** Only a user's newest likes count, so that cost grows with users and not with the square of the busiest one. */
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
     * @param likedByUser indices of what each user likes, newest last, each once
     * @param likes how many like each item
     */
    static Neighbours of(Collection<int[]> likedByUser, int[] likes) {
        List<int[]> histories = likedByUser.stream()
                .map(liked -> Arrays.copyOfRange(liked, Math.max(0, liked.length - LIKES_PER_USER), liked.length))
                .toList();
        List<List<Integer>> likers = new ArrayList<>();
        IntStream.range(0, likes.length).forEach(i -> likers.add(new ArrayList<>()));
        for (int user = 0; user < histories.size(); user++) {
            for (int item : histories.get(user)) {
                likers.get(item).add(user);
            }
        }
        int[][] ids = new int[likes.length][];
        float[][] similarities = new float[likes.length][];
        int[] together = new int[likes.length];
        for (int i = 0; i < likes.length; i++) {
            List<Integer> touched = new ArrayList<>();
            for (int user : likers.get(i)) {
                for (int j : histories.get(user)) {
                    if (j != i && together[j]++ == 0) {
                        touched.add(j);
                    }
                }
            }
            int item = i;
            List<Integer> best = touched.stream()
                    .sorted(Comparator.<Integer>comparingDouble(j -> similarity(together[j], likes[item], likes[j]))
                            .reversed())
                    .limit(KEPT)
                    .toList();
            ids[i] = best.stream().mapToInt(Integer::intValue).toArray();
            similarities[i] = new float[ids[i].length];
            for (int k = 0; k < ids[i].length; k++) {
                similarities[i][k] = (float) similarity(together[ids[i][k]], likes[i], likes[ids[i][k]]);
            }
            touched.forEach(j -> together[j] = 0);
        }
        return new Neighbours(ids, similarities);
    }

    static double similarity(int together, int likesOfOne, int likesOfOther) {
        return together / Math.sqrt((double) likesOfOne * likesOfOther) * together / (together + SHRINK);
    }

    void each(int item, Visitor visitor) {
        for (int k = 0; k < ids[item].length; k++) {
            visitor.visit(ids[item][k], similarities[item][k]);
        }
    }

    /** How similar two items are, where either is among the kept neighbours of the other; else 0. */
    double similarity(int one, int other) {
        return Math.max(kept(one, other), kept(other, one));
    }

    private double kept(int item, int other) {
        for (int k = 0; k < ids[item].length; k++) {
            if (ids[item][k] == other) {
                return similarities[item][k];
            }
        }
        return 0;
    }
}
