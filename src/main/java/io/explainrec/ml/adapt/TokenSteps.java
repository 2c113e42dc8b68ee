package io.explainrec.ml.adapt;

import io.explainrec.ml.llama.FirstTokenGradient;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A user's token on its way, one step after another, so that others' calls find room between them. Belongs to the model's thread. */
public final class TokenSteps implements AutoCloseable {
    private final TokenPath path;
    private final Function<BooleanSupplier, FirstTokenGradient> history;
    private FirstTokenGradient support;

    /**
     * @param history reads what was before, for what was said last; null where nothing was said
     */
    public TokenSteps(TokenAdaptation adaptation, Function<BooleanSupplier, FirstTokenGradient> history) {
        this.path = new TokenPath(adaptation, history == null);
        this.history = history;
    }

    /** Whether no step is left. */
    public boolean done() {
        return path.done();
    }

    /** Reads the history, or takes a step: a forward and a backward pass over what was said last. */
    public void step(BooleanSupplier cancelled) {
        if (support == null) {
            support = history.apply(cancelled);
        } else {
            path.step(support.gradient(path.token(), cancelled));
        }
    }

    /** What the steps so far came to; always finite. */
    public UserToken token() {
        return new UserToken(path.token());
    }

    @Override
    public void close() {
        if (support != null) {
            support.close();
        }
    }
}
