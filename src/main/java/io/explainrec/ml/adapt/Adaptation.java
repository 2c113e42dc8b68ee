package io.explainrec.ml.adapt;

import io.explainrec.ml.Logistic;

/**
 * Adapts the answer's head alone to a user (ANIL: Raghu et al. 2020, arXiv 1909.09157), over cached states, so that it costs a few
 * products. With z the model's own logit of a candidate, h its state at the answer's slot and {@code x = (h - centre) / scale},
 *
 * <pre>logit = z + x d + b</pre>
 *
 * where (d, b) start from what is learned over many users and take {@code steps} steps of gradient descent on the mean
 * cross-entropy of the user's support, {@code d -= rate dL/dd}, {@code b -= biasRate dL/db}. The bias takes a user's share of likes
 * out of d, and does not order anything. Where there is no support, the start itself is used.
 *
 * @param centre (E), the mean state
 * @param scale root of the mean square distance from the centre, above 0
 * @param delta (E), where d starts
 * @param bias where b starts
 * @param rate of d, above 0
 * @param biasRate of b, above 0
 * @param steps 1 to {@value #MOST_STEPS}
 */
public record Adaptation(
        float[] centre, double scale, double[] delta, double bias, double rate, double biasRate, int steps) {
    /** Inner steps that are taken at most. */
    public static final int MOST_STEPS = 5;

    /**
     * @throws AdaptationException naming what is out of its range
     */
    public Adaptation {
        if (centre.length == 0 || centre.length != delta.length) {
            throw new AdaptationException("an adaptation has a centre of " + centre.length + " numbers and a start of "
                    + delta.length + "; expected as many, as wide as the model");
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw new AdaptationException("an adaptation takes " + steps + " steps; expected 1 to " + MOST_STEPS);
        }
        if (!above0(scale) || !above0(rate) || !above0(biasRate) || !Double.isFinite(bias)) {
            throw new AdaptationException("an adaptation has scale " + scale + ", rates " + rate + " and " + biasRate
                    + " and bias " + bias + "; expected finite numbers, scale and rates above 0");
        }
        for (int e = 0; e < delta.length; e++) {
            if (!Double.isFinite(delta[e]) || !Float.isFinite(centre[e])) {
                throw new AdaptationException("an adaptation has a number that is not finite at " + e);
            }
        }
    }

    private static boolean above0(double number) {
        return number > 0 && Double.isFinite(number);
    }

    /** The head of a user who said this. */
    public UserHead adapt(LabelledStates support) {
        return inner(support).head;
    }

    /** The adapted logit of a candidate. */
    public double logit(UserHead head, float[] state, double logit) {
        if (state.length != centre.length) {
            throw new IllegalArgumentException(
                    "a state has " + state.length + " numbers; the adaptation expects " + centre.length);
        }
        double sum = logit + head.bias();
        for (int e = 0; e < state.length; e++) {
            sum += ((double) state[e] - centre[e]) / scale * head.delta()[e];
        }
        return sum;
    }

    /** What the steps came to, and the sums of the gradients that they went along. */
    record Inner(UserHead head, double[] descended, double biasDescended) {}

    Inner inner(LabelledStates support) {
        double[] d = delta.clone();
        double b = bias;
        double[] descended = new double[d.length];
        double biasDescended = 0;
        for (int step = 0; step < steps && support.size() > 0; step++) {
            Gradient gradient = gradient(new UserHead(d, b), support);
            for (int e = 0; e < d.length; e++) {
                d[e] -= rate * gradient.delta[e];
                descended[e] += gradient.delta[e];
            }
            b -= biasRate * gradient.bias;
            biasDescended += gradient.bias;
        }
        return new Inner(new UserHead(d, b), descended, biasDescended);
    }

    /** Of the mean cross-entropy, and that itself. */
    record Gradient(double loss, double[] delta, double bias) {}

    Gradient gradient(UserHead head, LabelledStates rows) {
        double[] ofDelta = new double[delta.length];
        double ofBias = 0;
        double loss = 0;
        int n = rows.size();
        for (int r = 0; r < n; r++) {
            float[] state = rows.states().get(r);
            double logit = logit(head, state, rows.logits()[r]);
            loss += AdaptationFigures.crossEntropy(logit, rows.liked()[r]) / n;
            double apart = (Logistic.sigmoid(logit) - (rows.liked()[r] ? 1 : 0)) / n;
            for (int e = 0; e < ofDelta.length; e++) {
                ofDelta[e] += apart * ((double) state[e] - centre[e]) / scale;
            }
            ofBias += apart;
        }
        return new Gradient(loss, ofDelta, ofBias);
    }
}
