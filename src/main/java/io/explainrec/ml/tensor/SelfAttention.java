package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Self-attention with several heads (Vaswani et al. 2017, arXiv 1706.03762). Legend: B sequences, T tokens, H heads, D head
 * size, E embed.
 *
 * @param heads a divisor of E
 */
public record SelfAttention(Linear query, Linear key, Linear value, Linear output, int heads) {
    /**
     * x (B,T,E) to (B,T,E).
     *
     * @param mask added to the scores (B,H,T,T), to which it must broadcast; null for none
     */
    public NDArray apply(NDArray x, NDArray mask) {
        Shape shape = x.getShape();
        NDArray q = split(query.apply(x)); // (B,H,T,D)
        NDArray k = split(key.apply(x)); // (B,H,T,D)
        NDArray v = split(value.apply(x)); // (B,H,T,D)
        float scale = (float) (1 / Math.sqrt((double) shape.get(2) / heads));
        NDArray scores = Torch.matmul(q, Torch.transpose(k, 2, 3)).mul(scale); // (B,H,T,T)
        NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        NDArray mixed = Torch.transpose(Torch.matmul(weights, v), 1, 2).reshape(shape); // (B,T,E)
        return output.apply(mixed);
    }

    private NDArray split(NDArray x) {
        Shape s = x.getShape();
        return Torch.transpose(x.reshape(s.get(0), s.get(1), heads, s.get(2) / heads), 1, 2);
    }
}
