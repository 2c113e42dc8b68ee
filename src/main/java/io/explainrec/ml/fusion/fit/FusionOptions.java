package io.explainrec.ml.fusion.fit;

/**
 * What a fusion is fitted with; part of its provenance.
 *
 * @param width length of a fused vector
 * @param temperature that cosines are divided by, above 0
 * @param batch pairs of a step, at least 2: the other pairs' targets are what a query is told apart from
 * @param learningRate constant, above 0
 * @param modalityDropout share of the items with several modalities that one of them is taken from, 0 to below 1, so that an item
 *     that lacks one is placed well too
 * @param steps at most, at least 1
 * @param evaluateEvery steps between evaluations on what is held out, at least 1
 * @param patience evaluations without a better one after which the fit ends; 0 for never
 * @param clip most norm of all gradients, above 0
 * @param seed of first values, pairs and dropout
 */
public record FusionOptions(
        int width,
        double temperature,
        int batch,
        double learningRate,
        double modalityDropout,
        int steps,
        int evaluateEvery,
        int patience,
        double clip,
        long seed) {
    public static final FusionOptions DEFAULT = new FusionOptions(256, 0.1, 256, 1e-3, 0.2, 3000, 50, 8, 1, 0);

    public FusionOptions {
        if (width < 1 || batch < 2 || steps < 1 || evaluateEvery < 1 || patience < 0) {
            throw new IllegalArgumentException("width " + width + ", batch " + batch + ", steps " + steps
                    + ", evaluateEvery " + evaluateEvery + ", patience " + patience
                    + "; expected at least 1, 2, 1, 1 and 0");
        }
        if (!(temperature > 0 && learningRate > 0 && clip > 0 && modalityDropout >= 0 && modalityDropout < 1)
                || !Double.isFinite(temperature + learningRate)) {
            throw new IllegalArgumentException("temperature " + temperature + ", learningRate " + learningRate
                    + ", clip " + clip + ", modalityDropout " + modalityDropout
                    + "; expected numbers above 0, the last from 0 to below 1");
        }
    }

    /** The same with another seed and most steps. */
    public FusionOptions with(long otherSeed, int mostSteps) {
        return new FusionOptions(
                width,
                temperature,
                batch,
                learningRate,
                modalityDropout,
                mostSteps,
                evaluateEvery,
                patience,
                clip,
                otherSeed);
    }
}
