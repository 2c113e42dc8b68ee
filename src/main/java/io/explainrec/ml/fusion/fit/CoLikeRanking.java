package io.explainrec.ml.fusion.fit;

import io.explainrec.ml.UnitVector;
import io.explainrec.ml.fusion.fit.CoLikes.Pair;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How well vectors find what the same person liked: the rank of a pair's target by its cosine with the query. */
final class CoLikeRanking {
    private static final int TOP = 10;

    private CoLikeRanking() {}

    /**
     * What is found.
     *
     * @param recall share of the pairs whose target is among the first {@value #TOP}
     * @param reciprocal mean of one over the rank
     */
    record Found(double recall, double reciprocal) {}

    /**
     * Over pairs; NaN where there are none. Among equals a target stands in their middle; what has no vector is never found.
     *
     * @param vectors by item, null where it has none
     * @param pool items that are ranked; a query is not ranked for itself
     */
    static Found of(float[][] vectors, List<Pair> pairs, IntPredicate pool) {
        float[][] unit = new float[vectors.length][];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = vectors[i] == null ? null : UnitVector.of(vectors[i]);
        }
        Map<Integer, List<Integer>> asked = IntStream.range(0, pairs.size())
                .boxed()
                .filter(p ->
                        unit[pairs.get(p).query()] != null && unit[pairs.get(p).target()] != null)
                .collect(Collectors.groupingBy(p -> pairs.get(p).query()));
        double[] ranks = new double[pairs.size()]; // 0 where it is never found
        asked.forEach((query, places) -> { // a row of cosines at a time: all queries' would fill the memory
            double[] cosines = cosines(unit, query, pool);
            places.forEach(p -> ranks[p] = rank(cosines, pairs.get(p).target()));
        });
        double recall = 0;
        double reciprocal = 0;
        for (double rank : ranks) {
            recall += rank > 0 && rank <= TOP ? 1 : 0;
            reciprocal += rank > 0 ? 1 / rank : 0;
        }
        return new Found(recall / pairs.size(), reciprocal / pairs.size());
    }

    private static double[] cosines(float[][] unit, int query, IntPredicate pool) {
        double[] cosines = new double[unit.length];
        for (int i = 0; i < unit.length; i++) {
            cosines[i] = i == query || unit[i] == null || !pool.test(i) ? Double.NaN : dot(unit[query], unit[i]);
        }
        return cosines;
    }

    private static double dot(float[] a, float[] b) {
        float sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double rank(double[] cosines, int target) {
        double above = 1;
        for (int i = 0; i < cosines.length; i++) {
            if (i != target && !Double.isNaN(cosines[i])) {
                above += cosines[i] > cosines[target] ? 1 : cosines[i] == cosines[target] ? .5 : 0;
            }
        }
        return above;
    }
}
