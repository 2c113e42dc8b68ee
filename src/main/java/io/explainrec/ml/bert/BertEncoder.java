package io.explainrec.ml.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;

/**
 * BERT's encoder (Devlin et al. 2019, arXiv 1810.04805). Legend: B sentences, T tokens, E embed,
 * F feed-forward.
 */
final class BertEncoder {
    private static final float MASKED = -Float.MAX_VALUE;

    private final BertWeights weights;

    BertEncoder(BertWeights weights) {
        this.weights = weights;
    }

    /**
     * Hidden states of the last layer: (B,T,E), owned by the ids' manager.
     *
     * @param ids (B,T) of int64
     * @param present (B,T), 1 for a token and 0 for padding
     */
    NDArray hidden(NDArray ids, NDArray present) {
        NDManager manager = ids.getManager();
        long b = ids.getShape().get(0);
        long t = ids.getShape().get(1);
        NDArray mask = present.mul(-1).add(1).mul(MASKED).reshape(b, 1, 1, t); // (B,1,1,T)
        NDArray positions = Torch.slice(weights.positions(), 0, 0, t); // (T,E)
        positions.attach(manager);
        NDArray type = Torch.slice(weights.types(), 0, 0, 1); // (1,E)
        type.attach(manager);
        NDArray x = Torch.embedding(ids, weights.words()).add(type).add(positions); // (B,T,E)
        x = weights.norm().apply(x);
        for (BertWeights.Layer layer : weights.layers()) {
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = layer(layer, x, mask);
                x.attach(manager);
            }
        }
        return x;
    }

    private static NDArray layer(BertWeights.Layer layer, NDArray x, NDArray mask) {
        x = layer.afterAttention().apply(layer.attention().apply(x, mask).add(x)); // (B,T,E)
        NDArray wide = Torch.gelu(layer.wide().apply(x)); // (B,T,F)
        return layer.last().apply(layer.narrow().apply(wide).add(x));
    }
}
