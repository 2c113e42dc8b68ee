package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * The decoder of LLaMA (Touvron et al. 2023, arXiv 2302.13971) with grouped-query attention (Ainslie et al. 2023, arXiv
 * 2305.13245), over token ids that continue a cached prefix.
 *
 * <p>All rows of a batch continue the <em>same</em> prefix: its keys and values are stored once and read by every row, so
 * that a prefix of P tokens and B rows of T cost P + BT tokens and not B(P + T).
 *
 * <p>Legend: B rows, T new tokens, P prefix tokens, H query heads, K key-value heads, G = H/K, D head size, E embed.
 */
final class Decoder {
    private static final float MASKED = -Float.MAX_VALUE;

    private final LlamaConfig config;
    private final LlamaWeights weights;
    private final RotaryEmbedding rotary;
    private final NDArray epsilon;
    private final NDArray scale;

    Decoder(LlamaConfig config, LlamaWeights weights, NDManager manager) {
        this.config = config;
        this.weights = weights;
        this.rotary = new RotaryEmbedding(config.headSize(), config.ropeTheta());
        this.epsilon = manager.create(config.epsilon());
        this.scale = manager.create((float) (1 / Math.sqrt(config.headSize())));
    }

    /**
     * Hidden states behind the last norm: (B,T,E), owned by the ids' manager.
     *
     * @param ids (B,T) of int64; rows may be padded on the right, since no token sees a later one
     * @param cache the prefix, left as it is unless {@code extend}
     * @param extend whether the new tokens are appended to the cache; asks for B = 1
     * @param cancelled asked before every layer
     * @throws CancelledCall when the caller gave up
     */
    NDArray hidden(NDArray ids, KeyValueCache cache, boolean extend, BooleanSupplier cancelled) {
        long rows = ids.getShape().get(0);
        long tokens = ids.getShape().get(1);
        int past = cache.length();
        if (past + tokens > config.context()) {
            throw new IllegalArgumentException(past + " cached and " + tokens
                    + " new tokens are more than the model's context of " + config.context());
        }
        if (extend && rows != 1) {
            throw new IllegalArgumentException("a cache holds one sequence, and " + rows + " would be appended");
        }
        NDManager manager = ids.getManager();
        NDArray x = Torch.embedding(ids, weights.embedding()); // (B,T,E)
        RotaryEmbedding.Window window = rotary.window(past, (int) tokens, manager);
        NDArray mask = tokens == 1 ? null : causalMask(manager, (int) tokens);
        for (int layer = 0; layer < config.layers(); layer++) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledCall();
            }
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = layer(weights.layers().get(layer), x, new Attention(layer, window, mask, cache, extend));
                x.attach(manager);
            }
        }
        return Torch.rmsNorm(x, weights.norm(), epsilon);
    }

    private record Attention(
            int layer, RotaryEmbedding.Window window, NDArray mask, KeyValueCache cache, boolean extend) {}

    private NDArray layer(LlamaWeights.Layer w, NDArray x, Attention attention) {
        NDArray h = Torch.rmsNorm(x, w.attentionNorm(), epsilon);
        x = x.add(Torch.linear(attend(w, h, attention), w.output()));
        h = Torch.rmsNorm(x, w.feedForwardNorm(), epsilon);
        NDArray gated = Torch.silu(Torch.linear(h, w.gate())).mul(Torch.linear(h, w.up())); // (B,T,F)
        return x.add(Torch.linear(gated, w.down()));
    }

    private NDArray attend(LlamaWeights.Layer w, NDArray h, Attention attention) {
        long b = h.getShape().get(0);
        long t = h.getShape().get(1);
        int k = config.keyValueHeads();
        int g = config.group();
        int d = config.headSize();
        NDArray query = heads(Torch.linear(h, w.query()), config.heads()); // (B,H,T,D)
        NDArray key = attention.window().rotate(heads(Torch.linear(h, w.key()), k)); // (B,K,T,D)
        NDArray value = heads(Torch.linear(h, w.value()), k); // (B,K,T,D)
        query = attention.window().rotate(query).mul(scale).reshape(b, k, g * t, d); // (B,K,GT,D)

        NDArray own = Torch.matmul(query, Torch.transpose(key, 2, 3)); // (B,K,GT,T)
        if (attention.mask() != null) {
            own = own.reshape(b, k, g, t, t).add(attention.mask()).reshape(b, k, g * t, t);
        }
        NDArray pastKeys = attention.cache().keys(attention.layer());
        NDArray pastValues = attention.cache().values(attention.layer());
        NDArray mixed;
        if (pastKeys == null) {
            mixed = Torch.matmul(own.softmax(-1), value); // (B,K,GT,D)
        } else {
            long p = pastKeys.getShape().get(2);
            NDArray past = Torch.matmul(acrossRows(query), Torch.transpose(pastKeys, 2, 3)); // (1,K,BGT,P)
            NDArray all = Torch.concat(3, perRow(past, b), own).softmax(-1); // (B,K,GT,P+T)
            NDArray pastMixed = Torch.matmul(acrossRows(Torch.slice(all, 3, 0, p)), pastValues); // (1,K,BGT,D)
            mixed = Torch.matmul(Torch.slice(all, 3, p, p + t), value).add(perRow(pastMixed, b)); // (B,K,GT,D)
        }
        if (attention.extend()) {
            attention.cache().append(attention.layer(), key, value);
        }
        return Torch.transpose(mixed.reshape(b, config.heads(), t, d), 1, 2)
                .reshape(b, t, (long) config.heads() * d); // (B,T,HD)
    }

    /** (B,K,N,X) to (1,K,BN,X), so that the prefix of all rows is one matrix product. */
    private static NDArray acrossRows(NDArray x) {
        Shape s = x.getShape();
        return s.get(0) == 1 ? x : Torch.transpose(x, 0, 1).reshape(1, s.get(1), s.get(0) * s.get(2), s.get(3));
    }

    /** (1,K,BN,X) to (B,K,N,X). */
    private static NDArray perRow(NDArray x, long rows) {
        Shape s = x.getShape();
        return rows == 1 ? x : Torch.transpose(x.reshape(s.get(1), rows, s.get(2) / rows, s.get(3)), 0, 1);
    }

    /** (B,T,ND) to (B,N,T,D). */
    private NDArray heads(NDArray x, int heads) {
        Shape s = x.getShape();
        return Torch.transpose(x.reshape(s.get(0), s.get(1), heads, config.headSize()), 1, 2);
    }

    /** (T,T): 0 where a token may look, the lowest float where it may not. */
    private static NDArray causalMask(NDManager manager, int tokens) {
        float[] mask = new float[tokens * tokens];
        for (int i = 0; i < tokens; i++) {
            Arrays.fill(mask, i * tokens + i + 1, (i + 1) * tokens, MASKED);
        }
        return manager.create(mask, new Shape(tokens, tokens));
    }
}
