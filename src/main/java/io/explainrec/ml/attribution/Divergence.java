package io.explainrec.ml.attribution;

import ai.djl.ndarray.NDArray;
import io.explainrec.ml.tensor.Torch;

/** How far two verdicts are apart. */
final class Divergence {
    /** Below any probability that float32 tells from 0, so that logarithms stay finite. */
    private static final double LEAST = 1e-30;

    private Divergence() {}

    /**
     * The Jensen-Shannon divergence (Lin 1991, IEEE Trans. Inf. Theory 37, eq. 3.11) of two Bernoulli distributions, element by
     * element: 0 where they are equal, at most ln 2 nats.
     *
     * @param a log-odds of the first
     * @param b log-odds of the second, of the same shape
     */
    static NDArray jensenShannon(NDArray a, NDArray b) {
        NDArray likes = side(a, b);
        NDArray dislikes = side(a.neg(), b.neg());
        return likes.add(dislikes).mul(a.getManager().create(0.5f));
    }

    /** p log(p / m) + q log(q / m) for p = sigmoid(a), q = sigmoid(b), m their mean. */
    private static NDArray side(NDArray a, NDArray b) {
        NDArray p = Torch.sigmoid(a);
        NDArray q = Torch.sigmoid(b);
        NDArray mean = p.add(q).mul(a.getManager().create(0.5f)).clip(LEAST, 1).log();
        NDArray first = p.mul(Torch.softplus(a.neg()).add(mean));
        NDArray second = q.mul(Torch.softplus(b.neg()).add(mean));
        return first.add(second).neg();
    }
}
