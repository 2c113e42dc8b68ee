package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
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
     * At one vector.
     *
     * @param loss mean cross-entropy of the verdicts, in nats
     * @param logits that they are foretold by, one a prompt
     * @param gradient of the loss, (E)
     */
    public record At(double loss, float[] logits, float[] gradient) {}

    /**
     * Computes loss and gradient.
     *
     * @param vector (E)
     * @throws CancelledCall when the caller gave up
     */
    public At at(float[] vector, BooleanSupplier cancelled) {
        return Torch.withGradients(() -> compute(vector, cancelled));
    }

    private At compute(float[] vector, BooleanSupplier cancelled) {
        try (NDManager scope = call.newSubManager()) {
            NDArray variable = scope.create(vector, new Shape(1, vector.length));
            variable.setRequiresGradient(true);
            double loss = 0;
            float[] logits = new float[liked.length];
            for (int[] rows : prompts.batches()) {
                try (NDManager part = scope.newSubManager()) {
                    NDArray states = scorer.states(prompts.batch(rows, variable, part), cache, cancelled);
                    NDArray scored = scorer.logits(states); // (B,1)
                    NDArray share = crossEntropy(scored, rows).div(part.create((float) liked.length));
                    Torch.backward(share);
                    loss += share.getFloat();
                    float[] all = scored.toFloatArray();
                    for (int row = 0; row < rows.length; row++) {
                        logits[rows[row]] = all[row];
                    }
                }
            }
            return new At(loss, logits, Torch.gradient(variable, scope).toFloatArray());
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
