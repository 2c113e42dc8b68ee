package io.explainrec.ml.adapt;

/**
 * Adapts a soft token to a user (a soft prompt of one vector: Lester et al. 2021, arXiv 2104.08691; adapted alone, as CAVIA adapts its
 * context parameters: Zintgraf et al. 2019, arXiv 1810.03642). It stands in place of the first token behind the history, so that the
 * history, which does not see it, is computed once, and the model as it is has a token there that is as good as none. It starts from
 * what is learned over many users and takes {@code steps} steps of gradient descent on the mean cross-entropy of the user's support,
 * {@code u -= rate dL/du}, through the whole model. Where there is no support, the start itself is used.
 *
 * @param start (E), where it starts
 * @param rate above 0
 * @param steps 1 to {@value Adaptation#MOST_STEPS}
 */
public record TokenAdaptation(float[] start, double rate, int steps) {
    /**
     * @throws AdaptationException naming what is out of its range
     */
    public TokenAdaptation {
        if (start.length == 0) {
            throw new AdaptationException("a user's token has no numbers; expected as many as the model is wide");
        }
        if (steps < 1 || steps > Adaptation.MOST_STEPS) {
            throw new AdaptationException(
                    "a user's token takes " + steps + " steps; expected 1 to " + Adaptation.MOST_STEPS);
        }
        if (!(rate > 0) || !Double.isFinite(rate)) {
            throw new AdaptationException("a user's token has rate " + rate + "; expected a finite number above 0");
        }
        for (int e = 0; e < start.length; e++) {
            if (!Float.isFinite(start[e])) {
                throw new AdaptationException("a user's token starts from a number that is not finite at " + e);
            }
        }
    }
}
