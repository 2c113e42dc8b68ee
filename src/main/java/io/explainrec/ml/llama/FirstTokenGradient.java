package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * How the verdicts on prompts that share a prefix depend on a vector in place of the first token of each suffix. The prefix, which does not
 * see that vector, is computed once and kept. Belongs to the model's thread, which may be one without gradients.
 */
public final class FirstTokenGradient implements AutoCloseable {
    private final PrefixScorer scorer;
    private final SharedPrompts prompts;
    private final boolean[] liked;
    private final NDManager call;
    private final KeyValueCache cache;

    FirstTokenGradient(PrefixScorer scorer, SharedPrompts prompts, boolean[] liked, BooleanSupplier cancelled) {
        if (liked.length == 0 || liked.length != prompts.suffixes().size()) {
            throw new IllegalArgumentException(liked.length + " verdicts on "
                    + prompts.suffixes().size() + " prompts; expected as many, and at least one");
        }
        this.scorer = scorer;
        this.prompts = prompts;
        this.liked = liked.clone();
        call = scorer.newCall();
        try {
            cache = scorer.read(prompts.prefix(), call, cancelled);
        } catch (RuntimeException e) {
            call.close();
            throw e;
        }
    }

    /**
     * Logits of the verdicts, one a prompt.
     *
     * @param vector (E)
     * @throws CancelledCall when the caller gave up
     */
    public float[] logits(float[] vector, BooleanSupplier cancelled) {
        float[] logits = new float[liked.length];
        try (NDManager scope = call.newSubManager()) {
            each(scope, scope.create(vector, new Shape(1, vector.length)), cancelled, (rows, scored) -> {
                float[] all = scored.toFloatArray();
                for (int row = 0; row < rows.length; row++) {
                    logits[rows[row]] = all[row];
                }
            });
        }
        return logits;
    }

    /**
     * The gradient of the verdicts' mean cross-entropy, in nats: (E).
     *
     * @param vector (E)
     * @throws CancelledCall when the caller gave up
     */
    public float[] gradient(float[] vector, BooleanSupplier cancelled) {
        return Torch.withGradients(() -> {
            try (NDManager scope = call.newSubManager()) {
                NDArray variable = scope.create(vector, new Shape(1, vector.length));
                variable.setRequiresGradient(true);
                each(
                        scope,
                        variable,
                        cancelled,
                        (rows, scored) -> Torch.backward(crossEntropy(scored, rows)
                                .div(scored.getManager().create((float) liked.length))));
                return Torch.gradient(variable, scope).toFloatArray();
            }
        });
    }

    /** Logits (B,1) of one batch after another. */
    private void each(NDManager scope, NDArray vector, BooleanSupplier cancelled, BiConsumer<int[], NDArray> scored) {
        for (int[] rows : prompts.batches()) {
            try (NDManager part = scope.newSubManager()) {
                scored.accept(rows, scorer.logits(scorer.states(prompts.batch(rows, vector, part), cache, cancelled)));
            }
        }
    }

    /** The sum over rows of logits (B,1). */
    private NDArray crossEntropy(NDArray logits, int[] rows) {
        float[] labels = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            labels[row] = liked[rows[row]] ? 1 : 0;
        }
        NDArray expected = logits.getManager().create(labels, new Shape(rows.length, 1));
        return Torch.softplus(logits).sub(logits.mul(expected)).sum();
    }

    /** Arrays that this holds, for tests of leaks. */
    public int heldArrays() {
        return call.getManagedArrays().size();
    }

    @Override
    public void close() {
        cache.close();
        call.close();
    }
}
