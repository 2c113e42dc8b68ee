package io.explainrec.ml.llama;

import java.util.Set;

/**
 * What is to be generated.
 *
 * @param limit most tokens; at least 1
 * @param endTokens ids that end the text and do not belong to it
 * @param seed of the choice; equal seeds on equal logits give equal tokens
 */
public record Generation(int limit, Set<Integer> endTokens, Sampling sampling, long seed) {
    /**
     * @throws IllegalArgumentException where the limit is below 1
     */
    public Generation {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is " + limit + " tokens; expected at least 1");
        }
        endTokens = Set.copyOf(endTokens);
    }

    /** The likeliest tokens. */
    public static Generation greedy(int limit, Set<Integer> endTokens) {
        return new Generation(limit, endTokens, Sampling.GREEDY, 0);
    }
}
