package io.explainrec.ml.evidence;

/** Shares of likes that are pulled towards what is known before. */
final class Shrinkage {
    private Shrinkage() {}

    /** (likes + strength prior) / (n + strength): the prior counts as so many observations. */
    static double share(double likes, double n, double prior, double strength) {
        return (likes + strength * prior) / (n + strength);
    }
}
