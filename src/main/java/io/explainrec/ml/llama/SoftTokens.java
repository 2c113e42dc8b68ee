package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;

/**
 * Vectors in place of tokens' embeddings. Legend: B rows, T tokens, N places, E embed.
 *
 * @param places among the B T tokens, each at most once
 * @param vectors (N,E); under gradients they keep their graph
 */
public record SoftTokens(long[] places, NDArray vectors) {
    public SoftTokens {
        if (vectors.getShape().dimension() != 2 || vectors.getShape().get(0) != places.length) {
            throw new IllegalArgumentException(
                    places.length + " places for vectors of shape " + vectors.getShape() + "; expected one each");
        }
    }

    /** Embeddings (B,T,E) with the vectors in their places. */
    NDArray into(NDArray embeddings) {
        Shape shape = embeddings.getShape();
        long tokens = shape.get(0) * shape.get(1);
        if (vectors.getShape().get(1) != shape.get(2)) {
            throw new IllegalArgumentException("soft tokens of "
                    + vectors.getShape().get(1) + " values; this model's embeddings have " + shape.get(2));
        }
        long[] from = new long[Math.toIntExact(tokens)];
        for (int k = 0; k < from.length; k++) {
            from[k] = k;
        }
        for (int n = 0; n < places.length; n++) {
            from[Math.toIntExact(places[n])] = tokens + n;
        }
        NDManager manager = embeddings.getManager();
        NDArray both = Torch.concat(0, embeddings.reshape(tokens, shape.get(2)), vectors); // (BT+N,E)
        return Torch.rows(both, manager.create(from)).reshape(shape);
    }
}
