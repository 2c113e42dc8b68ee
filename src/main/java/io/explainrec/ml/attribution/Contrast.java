package io.explainrec.ml.attribution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * The pairs of a liked and a disliked candidate of one history. What the history alone says of both is the same, so that only what is said
 * of the candidates is learned from.
 */
final class Contrast {
    private Contrast() {}

    /**
     * The part's share of the mean over histories of the mean over pairs of -log sigmoid(z of the liked - z of the disliked).
     *
     * @param z (C,1), of all candidates in the order of the histories
     * @param histories of the effective batch that have pairs
     * @return a scalar; null where the part has no pairs
     */
    static NDArray of(List<AttributedSequence> part, NDArray z, int histories) {
        List<Long> liked = new ArrayList<>();
        List<Long> disliked = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        int from = 0;
        for (AttributedSequence sequence : part) {
            List<AttributedCandidate> candidates = sequence.candidates();
            for (int a = 0; a < candidates.size(); a++) {
                for (int b = 0; b < candidates.size(); b++) {
                    if (candidates.get(a).liked() && !candidates.get(b).liked()) {
                        liked.add((long) from + a);
                        disliked.add((long) from + b);
                        weights.add(1f / sequence.pairs() / histories);
                    }
                }
            }
            from += candidates.size();
        }
        if (liked.isEmpty()) {
            return null;
        }
        NDManager scope = z.getManager();
        float[] weight = new float[weights.size()];
        for (int k = 0; k < weight.length; k++) {
            weight[k] = weights.get(k);
        }
        NDArray won = Torch.rows(z, places(scope, liked));
        NDArray lost = Torch.rows(z, places(scope, disliked));
        return Torch.softplus(lost.sub(won))
                .mul(scope.create(weight, new Shape(weight.length, 1)))
                .sum();
    }

    private static NDArray places(NDManager scope, List<Long> numbers) {
        return scope.create(numbers.stream().mapToLong(Long::longValue).toArray());
    }
}
