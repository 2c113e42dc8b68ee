package io.explainrec.ml.fusion.fit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;

/**
 * Softmax within the batch (van den Oord et al. 2018, arXiv 1807.03748): L = mean over pairs i of -log softmax_j(cos(q_i, t_j) / tau)
 * at j = i. Other pairs' targets come as often as they are liked, so that what is learned is liked together more often than by chance,
 * and not just liked often. A target that is the pair's own or its query, standing in another pair, is left out. Legend: B pairs.
 */
final class CoLikeLoss {
    private static final float MASKED = -Float.MAX_VALUE / 2;
    private static final float TINY = 1e-12f;

    private CoLikeLoss() {}

    /**
     * The loss, owned by the vectors' manager.
     *
     * @param queries vectors (B,d)
     * @param targets vectors (B,d)
     * @param of which items the pairs are
     */
    static NDArray of(NDArray queries, NDArray targets, CoLikes.Pair[] of, double temperature) {
        NDManager scope = queries.getManager();
        int b = of.length;
        float[] mask = new float[b * b];
        long[] own = new long[b];
        for (int i = 0; i < b; i++) {
            own[i] = i;
            for (int j = 0; j < b; j++) {
                boolean same = of[j].target() == of[i].target() || of[j].target() == of[i].query();
                mask[i * b + j] = i != j && same ? MASKED : 0;
            }
        }
        NDArray cosines = Torch.matmul(unit(queries), Torch.transpose(unit(targets), 0, 1)); // (B,B)
        NDArray scores = cosines.mul(scope.create((float) (1 / temperature))).add(scope.create(mask, new Shape(b, b)));
        NDArray indices = scope.create(own, new Shape(b, 1));
        return Torch.gather(scores.logSoftmax(-1), 1, indices).mean().neg();
    }

    private static NDArray unit(NDArray x) {
        return x.div(x.square().sum(new int[] {1}, true).add(TINY).sqrt());
    }
}
