package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import java.util.function.BooleanSupplier;

/** Generates token by token, with the keys and values of those before kept. */
public final class Generator {
    private final Llama llama;
    private final Linears linears;

    public Generator(Llama llama) {
        this(llama, llama.linears());
    }

    /**
     * @param linears the model's own, or with an adapter
     */
    public Generator(Llama llama, Linears linears) {
        this.llama = llama;
        this.linears = linears;
    }

    /**
     * The tokens that follow the prompt, without the end token; fewer than the limit where one came, or where the model's
     * context ends.
     *
     * @param prompt at least one token, with the {@linkplain io.explainrec.ml.text.Tokenizer#beginOfSequence begin} where the
     *     tokenizer has one
     * @param cancelled asked between layers
     * @throws CancelledCall when the caller gave up
     * @throws IllegalArgumentException where the prompt leaves no room in the model's context
     */
    public int[] generate(int[] prompt, Generation generation, BooleanSupplier cancelled) {
        Continuation continuation =
                new Continuation(prompt, generation, llama.config().context());
        try (NDManager call = llama.newCall();
                KeyValueCache cache = new KeyValueCache(llama.config(), call)) {
            int[] next = prompt;
            while (continuation.goesOn(logits(next, call, cache, cancelled))) {
                next = new int[] {continuation.last()};
            }
        }
        return continuation.tokens();
    }

    /** Logits behind the last of the ids, which are appended to the cache: (V). */
    float[] logits(int[] ids, NDManager call, KeyValueCache cache, BooleanSupplier cancelled) {
        try (NDManager scope = call.newSubManager()) {
            NDArray hidden = llama.decoder().hidden(Llama.ids(scope, ids), linears, cache, true, cancelled); // (1,T,E)
            NDArray last = Torch.slice(hidden, 1, ids.length - 1L, ids.length); // (1,1,E)
            return Torch.linear(last, llama.head()).toFloatArray();
        }
    }
}
