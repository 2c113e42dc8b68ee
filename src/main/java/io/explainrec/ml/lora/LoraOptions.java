package io.explainrec.ml.lora;

import io.explainrec.ml.llama.Projection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Shape of an adapter.
 *
 * @param rank r, 1 to 1,024
 * @param alpha the product of the two matrices is scaled by alpha / r; above 0
 * @param dropout share of the inputs that training leaves out, 0 to below 1
 * @param targets the linear layers that are adapted, at least one
 */
public record LoraOptions(int rank, double alpha, double dropout, Set<Projection> targets) {
    /** TALLRec's (arXiv 2305.00447): rank 8, alpha 16, dropout 0.05, queries and values. */
    public static final LoraOptions DEFAULT =
            new LoraOptions(8, 16, 0.05, EnumSet.of(Projection.QUERY, Projection.VALUE));

    private static final int MOST = 1024;

    /**
     * @throws IllegalArgumentException naming what is out of its range
     */
    public LoraOptions {
        if (rank < 1 || rank > MOST) {
            throw new IllegalArgumentException("rank is " + rank + "; expected 1 to " + MOST);
        }
        if (!(alpha > 0 && Float.isFinite((float) alpha))) {
            throw new IllegalArgumentException(
                    "alpha is " + alpha + "; expected above 0 and at most " + Float.MAX_VALUE);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout is " + dropout + "; expected 0 to below 1");
        }
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("no linear layer is to be adapted; expected at least one of "
                    + EnumSet.allOf(Projection.class).stream()
                            .map(Projection::target)
                            .toList());
        }
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets)); // in one order, whichever process writes them
    }

    /** alpha / r. */
    double scale() {
        return alpha / rank;
    }
}
