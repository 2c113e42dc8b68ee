package io.explainrec.ml.eval;

import java.util.Arrays;

/**
 * NDCG@k (Järvelin and Kekäläinen 2002) and HR@k of one list, as expected over all orders of tied scores (McSherry and Najork,
 * ECIR 2008), so that no order of ids decides.
 *
 * @param ndcg {@code sum over ranks r <= k of relevant(r) / log2(r + 1)}, divided by that of the best order
 * @param hit probability of at least one relevant item among the first k
 */
public record TopRanks(double ndcg, double hit) {
    /**
     * Of one user.
     *
     * @param scores by item
     * @param candidate by item, whether it is in the list
     * @param relevant by item
     * @return NaN for both where no candidate is relevant
     */
    public static TopRanks of(int k, double[] scores, boolean[] candidate, boolean[] relevant) {
        double least = leastOfTop(k, scores, candidate);
        double[] top = new double[scores.length];
        boolean[] isRelevant = new boolean[scores.length];
        int n = 0;
        int allRelevant = 0;
        for (int i = 0; i < scores.length; i++) {
            if (candidate[i]) {
                allRelevant += relevant[i] ? 1 : 0;
                if (scores[i] >= least) {
                    top[n] = -scores[i];
                    isRelevant[n++] = relevant[i];
                }
            }
        }
        if (allRelevant == 0) {
            return new TopRanks(Double.NaN, Double.NaN);
        }
        return of(k, Arrays.copyOf(top, n), isRelevant, allRelevant);
    }

    private static TopRanks of(int k, double[] negated, boolean[] relevant, int allRelevant) {
        int[] order = Order.ascending(negated);
        double gain = 0;
        double miss = 1;
        for (int rank = 0; rank < Math.min(k, order.length); ) {
            int end = rank;
            int hits = 0;
            for (; end < order.length && negated[order[end]] == negated[order[rank]]; end++) {
                hits += relevant[order[end]] ? 1 : 0;
            }
            int tied = end - rank;
            int places = Math.min(end, k) - rank;
            gain += discounts(rank, rank + places) * hits / tied;
            for (int p = 0; p < places; p++) {
                miss *= Math.max(0, tied - hits - p) / (double) (tied - p);
            }
            rank = end;
        }
        return new TopRanks(gain / discounts(0, Math.min(k, allRelevant)), 1 - miss);
    }

    private static double discounts(int from, int to) {
        double sum = 0;
        for (int rank = from; rank < to; rank++) {
            sum += Math.log(2) / Math.log(rank + 2.0);
        }
        return sum;
    }

    /** The k-th highest score of the candidates; the lowest double where there are fewer. */
    private static double leastOfTop(int k, double[] scores, boolean[] candidate) {
        double[] best = new double[k];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < scores.length; i++) {
            if (candidate[i] && scores[i] > best[0]) {
                int at = 0;
                while (at + 1 < k && best[at + 1] < scores[i]) {
                    best[at] = best[at + 1];
                    at++;
                }
                best[at] = scores[i];
            }
        }
        return best[0];
    }
}
