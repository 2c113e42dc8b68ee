package io.explainrec.ml.llama;

/**
 * Shape of a LLaMA-family model. Read from a file by {@link GgufLlamaConfig} or {@link LlamaConfigJson}.
 *
 * @param vocabulary number of token ids, V
 * @param embed width of the residual stream, E
 * @param layers number of decoder layers
 * @param heads query heads, H
 * @param keyValueHeads heads of keys and values, K; a divisor of H
 * @param headSize width of a head, D; even
 * @param feedForward width inside the feed-forward part, F
 * @param epsilon added to the mean square in RMS norms; above 0
 * @param ropeTheta base of the rotary frequencies; above 0
 * @param context longest sequence in tokens
 * @param tied whether the embedding may be the output head where the file has none of its own
 */
public record LlamaConfig(
        int vocabulary,
        int embed,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForward,
        float epsilon,
        double ropeTheta,
        int context,
        boolean tied) {

    /**
     * @throws IllegalArgumentException naming what is out of its range
     */
    public LlamaConfig {
        atLeast1("vocabulary", vocabulary);
        atLeast1("embed", embed);
        atLeast1("layers", layers);
        atLeast1("heads", heads);
        atLeast1("key-value heads", keyValueHeads);
        atLeast1("head size", headSize);
        atLeast1("feed-forward", feedForward);
        atLeast1("context", context);
        if (heads % keyValueHeads != 0 || headSize % 2 != 0) {
            throw new IllegalArgumentException("heads " + heads + ", key-value heads " + keyValueHeads + ", head size "
                    + headSize + ": expected heads to be a multiple of key-value heads, and an even head size");
        }
        if (!(epsilon > 0 && Float.isFinite(epsilon)) || !(ropeTheta > 0 && Double.isFinite(ropeTheta))) {
            throw new IllegalArgumentException(
                    "epsilon " + epsilon + ", rope theta " + ropeTheta + ": expected finite numbers above 0");
        }
    }

    /** Query heads per key-value head. */
    int group() {
        return heads / keyValueHeads;
    }

    private static void atLeast1(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; expected at least 1");
        }
    }
}
