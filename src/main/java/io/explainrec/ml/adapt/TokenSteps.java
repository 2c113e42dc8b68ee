package io.explainrec.ml.adapt;

import io.explainrec.ml.llama.FirstTokenGradient;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A user's token on its way, one step after another, so that others' calls find room between them. Belongs to the model's thread. */
public final class TokenSteps implements AutoCloseable {
    private final TokenAdaptation adaptation;
    private final Function<BooleanSupplier, FirstTokenGradient> history;
    private FirstTokenGradient support;
    private float[] token;
    private int left;

    /**
     * @param history reads what was before, for what was said last; null where nothing was said
     */
    public TokenSteps(TokenAdaptation adaptation, Function<BooleanSupplier, FirstTokenGradient> history) {
        this.adaptation = adaptation;
        this.history = history;
        token = adaptation.start();
        left = history == null ? 0 : adaptation.steps();
    }

    /** Whether no step is left. */
    public boolean done() {
        return left == 0;
    }

    /** Reads the history, or takes a step: a forward and a backward pass over what was said last. */
    public void step(BooleanSupplier cancelled) {
        if (support == null) {
            support = history.apply(cancelled);
            return;
        }
        float[] moved = adaptation.moved(token, support.gradient(token, cancelled));
        if (finite(moved)) {
            token = moved;
            left--;
        } else {
            left = 0; // what came before it is what there is
        }
    }

    private static boolean finite(float[] token) {
        for (float number : token) {
            if (!Float.isFinite(number)) {
                return false;
            }
        }
        return true;
    }

    /** What the steps so far came to; always finite. */
    public UserToken token() {
        return new UserToken(token);
    }

    @Override
    public void close() {
        if (support != null) {
            support.close();
        }
    }
}
