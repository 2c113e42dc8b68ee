package io.explainrec.ml.bert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;

/**
 * BERT's encoder (Devlin et al. 2019, arXiv 1810.04805). Legend: B sentences, T tokens, H heads, D head size, E embed.
 */
final class BertEncoder {
    private static final float MASKED = -Float.MAX_VALUE;

    private final BertWeights weights;
    private final int heads;
    private final float epsilon;

    BertEncoder(BertWeights weights, int heads, float epsilon) {
        this.weights = weights;
        this.heads = heads;
        this.epsilon = epsilon;
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
        x = weights.norm().apply(x, epsilon);
        for (BertWeights.Layer layer : weights.layers()) {
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = layer(layer, x, mask);
                x.attach(manager);
            }
        }
        return x;
    }

    private NDArray layer(BertWeights.Layer layer, NDArray x, NDArray mask) {
        Shape shape = x.getShape();
        NDArray query = split(layer.query().apply(x)); // (B,H,T,D)
        NDArray key = split(layer.key().apply(x)); // (B,H,T,D)
        NDArray value = split(layer.value().apply(x)); // (B,H,T,D)
        float scale = (float) (1 / Math.sqrt((double) shape.get(2) / heads));
        NDArray scores =
                Torch.matmul(query, Torch.transpose(key, 2, 3)).mul(scale).add(mask); // (B,H,T,T)
        NDArray mixed =
                Torch.transpose(Torch.matmul(scores.softmax(-1), value), 1, 2).reshape(shape); // (B,T,E)
        x = layer.afterAttention().apply(layer.attended().apply(mixed).add(x), epsilon);
        NDArray wide = Torch.gelu(layer.wide().apply(x)); // (B,T,F)
        return layer.last().apply(layer.narrow().apply(wide).add(x), epsilon);
    }

    private NDArray split(NDArray x) {
        Shape s = x.getShape();
        return Torch.transpose(x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads), 1, 2);
    }
}
