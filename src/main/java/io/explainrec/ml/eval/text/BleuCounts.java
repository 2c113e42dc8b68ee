package io.explainrec.ml.eval.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Corpus BLEU from sums of per-row counts, so that resampling rows costs additions alone (Papineni et al. 2002; smoothing of
 * precisions without a match by halving, as NIST's mteval-v13a and sacrebleu's {@code exp}).
 *
 * @param values length of the text, of the reference, matches by order 1-4, n-grams of the text by order 1-4
 */
record BleuCounts(long[] values) {
    private static final int ORDERS = 4;
    static final int SIZE = 2 + 2 * ORDERS;

    /** Counts of a text against its reference. */
    static BleuCounts of(String text, String reference) {
        String[] said = BleuTokens.of(text);
        String[] wanted = BleuTokens.of(reference);
        long[] values = new long[SIZE];
        values[0] = said.length;
        values[1] = wanted.length;
        for (int order = 1; order <= ORDERS; order++) {
            Map<List<String>, Integer> there = grams(wanted, order);
            int at = 1 + order;
            grams(said, order).forEach((gram, times) -> {
                values[at] += Math.min(times, there.getOrDefault(gram, 0));
                values[at + ORDERS] += times;
            });
        }
        return new BleuCounts(values);
    }

    private static Map<List<String>, Integer> grams(String[] tokens, int order) {
        Map<List<String>, Integer> grams = new HashMap<>();
        for (int i = 0; i + order <= tokens.length; i++) {
            grams.merge(Arrays.asList(tokens).subList(i, i + order), 1, Integer::sum);
        }
        return grams;
    }

    /**
     * BLEU, 0 to 100, of summed counts. As sacrebleu does by default for a corpus, orders that no text is long enough for stay in
     * the mean, with a precision of nought; no match at all is 0.
     *
     * @param order the longest n-gram, 1 to 4
     */
    static double score(long[] sums, int order) {
        boolean none = true;
        for (int n = 1; n <= order; n++) {
            none &= sums[1 + n] == 0;
        }
        if (none) {
            return 0;
        }
        double logs = 0;
        double smoothing = 1;
        for (int n = 1; n <= order; n++) {
            long matched = sums[1 + n];
            long total = sums[1 + ORDERS + n];
            if (total == 0) {
                return 0;
            }
            if (matched == 0) {
                smoothing *= 2;
            }
            logs += Math.log(100 * (matched == 0 ? 1 / smoothing : matched) / total);
        }
        double brevity = sums[0] < sums[1] ? Math.exp(1 - (double) sums[1] / sums[0]) : 1;
        return brevity * Math.exp(logs / order);
    }
}
