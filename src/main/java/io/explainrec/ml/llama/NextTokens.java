package io.explainrec.ml.llama;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The tokens that may come next, likeliest first.
 *
 * @param ids of at least one token
 * @param probabilities of the same tokens; together 1
 */
record NextTokens(int[] ids, double[] probabilities) {
    /**
     * The distribution that {@link Sampling} describes.
     *
     * @param logits of all tokens (V); changed by the penalty
     * @param seen tokens of the prompt and those generated so far
     */
    static NextTokens of(float[] logits, BitSet seen, Sampling sampling) {
        if (sampling.repetitionPenalty() != 1) {
            seen.stream().forEach(id -> logits[id] = penalised(logits[id], sampling.repetitionPenalty()));
        }
        if (sampling.temperature() == 0) {
            return new NextTokens(new int[] {likeliest(logits)}, new double[] {1});
        }
        int[] ids = ordered(logits);
        double[] weights = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            weights[i] = Math.exp(((double) logits[ids[i]] - logits[ids[0]]) / sampling.temperature());
        }
        int kept = sampling.topK() == 0 ? ids.length : Math.min(sampling.topK(), ids.length);
        kept = nucleus(weights, kept, sampling.topP());
        while (weights[kept - 1] < sampling.minP()) { // the likeliest has weight 1
            kept--;
        }
        double sum = sum(weights, kept);
        double[] probabilities = new double[kept];
        for (int i = 0; i < kept; i++) {
            probabilities[i] = weights[i] / sum;
        }
        return new NextTokens(Arrays.copyOf(ids, kept), probabilities);
    }

    /**
     * The token at this place of the distribution.
     *
     * @param place from 0 to below 1
     */
    int at(double place) {
        double left = place;
        int i = 0;
        while (i < ids.length - 1 && left >= probabilities[i]) {
            left -= probabilities[i];
            i++;
        }
        return ids[i];
    }

    private static float penalised(float logit, double penalty) {
        return (float) (logit > 0 ? logit / penalty : logit * penalty);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) {
                best = id;
            }
        }
        return best;
    }

    /** Ids by falling logits, of equal ones the lowest first: numbers whose high half is the logit's rank are sorted. */
    private static int[] ordered(float[] logits) {
        long[] keys = new long[logits.length];
        for (int id = 0; id < logits.length; id++) {
            int bits = Float.floatToIntBits(logits[id] + 0f); // -0 counts as 0
            int rising = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
            keys[id] = (long) ~rising << Integer.SIZE | id;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** How many of the first weights together have this share of those kept so far. */
    private static int nucleus(double[] weights, int kept, double share) {
        if (share == 1) {
            return kept;
        }
        double enough = share * sum(weights, kept);
        double sum = weights[0];
        int count = 1;
        while (count < kept && sum < enough) {
            sum += weights[count++];
        }
        return count;
    }

    private static double sum(double[] weights, int count) {
        return Arrays.stream(weights, 0, count).sum();
    }
}
