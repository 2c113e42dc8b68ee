package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Kernel;
import io.explainrec.ml.tensor.Precision;
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
    /** Added to a score, it leaves nothing of it; finite in every type of the same range. */
    static final float MASKED = -1e30f;

    /** Up to so many tokens, attention under gradients is quicker by blocks than in the engine's form, which keeps less. */
    private static final int BLOCKS = 1024;

    private final LlamaConfig config;
    private final LlamaWeights weights;
    private final RotaryEmbedding rotary;
    private final NDArray epsilon;

    Decoder(LlamaConfig config, LlamaWeights weights, NDManager manager) {
        this.config = config;
        this.weights = weights;
        this.rotary = new RotaryEmbedding(config.headSize(), config.ropeTheta());
        this.epsilon = manager.create(config.epsilon());
    }

    /**
     * Hidden states behind the last norm: (B,T,E), owned by the ids' manager.
     *
     * @param ids (B,T) of int64; rows may be padded on the right, since no token sees a later one
     * @param linears the base's own, or with an adapter
     * @param cache the prefix, left as it is unless {@code extend}
     * @param extend whether the new tokens are appended to the cache; asks for B = 1
     * @param cancelled asked before every layer
     * @throws CancelledCall when the caller gave up
     */
    NDArray hidden(NDArray ids, Linears linears, KeyValueCache cache, boolean extend, BooleanSupplier cancelled) {
        return hidden(ids, null, linears, cache, extend, cancelled);
    }

    /** The same with vectors in place of some tokens; null for none. */
    NDArray hidden(
            NDArray ids,
            SoftTokens soft,
            Linears linears,
            KeyValueCache cache,
            boolean extend,
            BooleanSupplier cancelled) {
        long rows = ids.getShape().get(0);
        int tokens = Math.toIntExact(ids.getShape().get(1));
        int past = cache.length();
        refuseLongerThanContext(past, tokens);
        if (extend && rows != 1) {
            throw new IllegalArgumentException("a cache holds one sequence, and " + rows + " would be appended");
        }
        NDManager manager = ids.getManager();
        RotaryEmbedding.Window window = rotary.window(past, tokens, manager).like(weights.like());
        NDArray mask = past == 0 ? null : Kernel.LIKE.of(causalMask(manager, tokens), weights.like());
        return hidden(ids, soft, new Pass(linears, window, mask, cache, extend, null, null), cancelled);
    }

    /**
     * Hidden states behind the last norm of one more token of each sequence in slots: (B,1,E), owned by the ids' manager.
     *
     * @param ids (B,1) of int64, by slot
     * @param cancelled asked before every layer
     * @throws CancelledCall when the caller gave up
     */
    NDArray hidden(NDArray ids, Linears linears, SlotCache.Step step, BooleanSupplier cancelled) {
        RotaryEmbedding.Window window =
                rotary.window(step.positions(), ids.getManager()).like(weights.like());
        return hidden(ids, null, new Pass(linears, window, null, null, false, null, step), cancelled);
    }

    /**
     * Hidden states behind the last norm at some places: (N,E), owned by the manager. Under gradients they keep their graph.
     *
     * @param places N places among the batch's B T tokens, see {@link SequenceBatch#place}
     */
    NDArray hidden(SequenceBatch batch, long[] places, Linears linears, NDManager manager) {
        return hidden(batch, null, places, linears, manager);
    }

    /** The same with vectors in place of some tokens; null for none. */
    NDArray hidden(SequenceBatch batch, SoftTokens soft, long[] places, Linears linears, NDManager manager) {
        refuseLongerThanContext(0, batch.deepest());
        NDArray ids = batch.ids(manager);
        RotaryEmbedding.Window window =
                rotary.window(batch.positions(), manager).like(weights.like());
        NDArray kept = manager.create(places);
        NDArray mask = batch.mask(manager);
        if (mask == null && byBlocks(batch.longest(), manager)) {
            mask = causalMask(manager, batch.longest());
        }
        mask = mask == null ? null : Kernel.LIKE.of(mask, weights.like());
        return hidden(ids, soft, new Pass(linears, window, mask, null, false, kept, null), () -> false);
    }

    /**
     * How a forward reads its tokens.
     *
     * @param mask null where nothing came before and no token sees a later one
     * @param cache null where nothing came before
     * @param kept the places that are asked for: the last layer goes on with these alone; null for all
     * @param step null where the tokens are not of sequences in slots
     */
    private record Pass(
            Linears linears,
            RotaryEmbedding.Window window,
            NDArray mask,
            KeyValueCache cache,
            boolean extend,
            NDArray kept,
            SlotCache.Step step) {}

    private NDArray hidden(NDArray ids, SoftTokens soft, Pass pass, BooleanSupplier cancelled) {
        NDManager manager = ids.getManager();
        NDArray x = Torch.embedding(ids, weights.embedding()); // (B,T,E)
        x = soft == null ? x : soft.into(x);
        for (int layer = 0; layer < config.layers(); layer++) {
            if (cancelled.getAsBoolean()) {
                throw new CancelledCall();
            }
            try (NDManager scope = manager.newSubManager()) {
                x.attach(scope);
                x = layer(layer, x, pass);
                x.attach(manager);
            }
        }
        return Kernel.RMS_NORM.of(x, weights.norm(), epsilon, weights.norm());
    }

    private void refuseLongerThanContext(int past, int tokens) {
        if (past + tokens > config.context()) {
            throw new IllegalArgumentException(past + " cached and " + tokens
                    + " new tokens are more than the model's context of " + config.context());
        }
    }

    private NDArray layer(int layer, NDArray x, Pass pass) {
        LlamaWeights.Layer w = weights.layers().get(layer);
        Linears linears = pass.linears();
        NDArray mixed = attend(layer, Kernel.RMS_NORM.of(x, w.attentionNorm(), epsilon, weights.like()), pass);
        if (pass.kept() != null && layer == config.layers() - 1) {
            x = kept(x, pass.kept()); // (N,E)
            mixed = kept(mixed, pass.kept()); // (N,HD)
        }
        x = x.add(linears.apply(layer, Projection.OUTPUT, mixed));
        NDArray h = Kernel.RMS_NORM.of(x, w.feedForwardNorm(), epsilon, weights.like());
        NDArray gated = Kernel.SWISH_GATE.of(
                linears.apply(layer, Projection.GATE, h), linears.apply(layer, Projection.UP, h)); // (B,T,F)
        return x.add(linears.apply(layer, Projection.DOWN, gated));
    }

    /** (B,T,X) to (N,X). */
    private static NDArray kept(NDArray x, NDArray places) {
        Shape s = x.getShape();
        return Torch.rows(x.reshape(s.get(0) * s.get(1), s.get(2)), places);
    }

    private NDArray attend(int layer, NDArray h, Pass pass) {
        long b = h.getShape().get(0);
        long t = h.getShape().get(1);
        int k = config.keyValueHeads();
        int d = config.headSize();
        Linears linears = pass.linears();
        NDArray query =
                pass.window().rotate(heads(linears.apply(layer, Projection.QUERY, h), config.heads())); // (B,H,T,D)
        NDArray key = pass.window().rotate(heads(linears.apply(layer, Projection.KEY, h), k)); // (B,K,T,D)
        NDArray value = heads(linears.apply(layer, Projection.VALUE, h), k); // (B,K,T,D)
        NDArray mixed; // (B,H,T,D)
        if (pass.step() != null) {
            mixed = pass.step().attend(layer, query, key, value);
        } else if (pass.cache() != null && pass.cache().keys(layer) != null) {
            mixed = Kernel.PREFIX_ATTENTION.of(
                    query, key, value, pass.cache().keys(layer), pass.cache().values(layer), pass.mask());
        } else if (pass.mask() == null) {
            mixed = Kernel.CAUSAL_ATTENTION.of(query, key, value);
        } else {
            Kernel masked = byBlocks(t, query.getManager()) ? Kernel.BLOCK_ATTENTION : Kernel.MASKED_ATTENTION;
            mixed = masked.of(query, key, value, pass.mask());
        }
        if (pass.extend()) {
            pass.cache().append(layer, key, value);
        }
        return Torch.transpose(mixed, 1, 2).reshape(b, t, (long) config.heads() * d); // (B,T,HD)
    }

    /** Whether blocks are faster than the engine's own attention, which cards have a fused kernel for. */
    private boolean byBlocks(long tokens, NDManager manager) {
        return !manager.getDevice().isGpu() && (tokens <= BLOCKS || weights.precision() != Precision.FLOAT32);
    }

    /** (B,T,ND) to (B,N,T,D). */
    private NDArray heads(NDArray x, int heads) {
        Shape s = x.getShape();
        return Torch.transpose(x.reshape(s.get(0), s.get(1), heads, config.headSize()), 1, 2);
    }

    /** (1,1,T,T): 0 where a token may look, {@link #MASKED} where it may not. */
    static NDArray causalMask(NDManager manager, int tokens) {
        float[] mask = new float[tokens * tokens];
        for (int i = 0; i < tokens; i++) {
            Arrays.fill(mask, i * tokens + i + 1, (i + 1) * tokens, MASKED);
        }
        return manager.create(mask, new Shape(1, 1, tokens, tokens));
    }
}
