package io.explainrec.ml.llama;

/**
 * Makes texts particular to their prompts: what a prompt makes likelier than a plain one does, which leaves out what the text is to be
 * about, is made likelier still. With logits c behind the prompt and p behind the plain one, tokens are chosen by c + strength (c - p)
 * (classifier-free guidance, Sanchez et al. 2023, arXiv 2306.17806, eq. 7), of those alone that the prompt gives a tenth of its
 * likeliest token's probability: the others are unlikely behind both, and their difference says nothing (contrastive decoding, Li et
 * al. 2023, arXiv 2210.15097, eq. 3).
 *
 * @param plain tokens of the plain prompt, at least one
 * @param strength above 0; the source tries .1 to 3
 */
public record Guidance(int[] plain, double strength) {
    private static final double PLAUSIBLE = 0.1;

    /**
     * @throws IllegalArgumentException naming what is out of its range
     */
    public Guidance {
        if (plain.length == 0) {
            throw new IllegalArgumentException("the plain prompt has no tokens; expected at least one");
        }
        if (!(strength > 0 && Double.isFinite(strength))) {
            throw new IllegalArgumentException("guidance has a strength of " + strength + "; expected more than 0");
        }
    }

    /**
     * Changes the logits of all tokens (V) behind the prompt.
     *
     * @param plainLogits the same tokens' (V) behind the plain prompt and what was generated
     */
    void guide(float[] logits, float[] plainLogits) {
        float likeliest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            likeliest = Math.max(likeliest, logit);
        }
        double least = likeliest + Math.log(PLAUSIBLE);
        for (int token = 0; token < logits.length; token++) {
            logits[token] = logits[token] < least
                    ? Float.NEGATIVE_INFINITY
                    : (float) (logits[token] + strength * (logits[token] - plainLogits[token]));
        }
    }
}
