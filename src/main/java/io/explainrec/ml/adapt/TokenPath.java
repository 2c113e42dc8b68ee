package io.explainrec.ml.adapt;

/** The inner steps of a user's token, in learning and in serving; each along a gradient at the token so far. */
final class TokenPath {
    private final TokenAdaptation adaptation;
    private final double[] descended;
    private float[] token;
    private int left;

    /**
     * @param silent whether nothing was said, so that the start is the end
     */
    TokenPath(TokenAdaptation adaptation, boolean silent) {
        this.adaptation = adaptation;
        token = adaptation.start();
        descended = new double[token.length];
        left = silent ? 0 : adaptation.steps();
    }

    /** Whether no step is left. */
    boolean done() {
        return left == 0;
    }

    /**
     * Takes a step; none, and none after it, where it would lead to numbers that are not finite.
     *
     * @param gradient of the support's mean cross-entropy at {@link #token}, (E)
     */
    void step(float[] gradient) {
        float[] moved = token.clone();
        for (int e = 0; e < moved.length; e++) {
            moved[e] -= (float) (adaptation.rate() * gradient[e]);
            if (!Float.isFinite(moved[e])) {
                left = 0; // what came before it is what there is
                return;
            }
        }
        for (int e = 0; e < moved.length; e++) {
            descended[e] += gradient[e];
        }
        token = moved;
        left--;
    }

    /** What the steps so far came to, (E); always finite. */
    float[] token() {
        return token;
    }

    /** The sum of the gradients that were gone along, (E). */
    double[] descended() {
        return descended;
    }
}
