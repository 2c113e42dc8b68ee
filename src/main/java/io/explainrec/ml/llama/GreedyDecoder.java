package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Generates by taking the likeliest token, again and again. */
public final class GreedyDecoder {
    private final Llama llama;

    public GreedyDecoder(Llama llama) {
        this.llama = llama;
    }

    /**
     * The tokens that follow the prompt, without the stop token.
     *
     * @param prompt at least one token
     * @param limit most tokens to generate; fewer where the model's context ends
     * @param stop ids that end the text
     * @throws CancelledCall when the caller gave up
     */
    public int[] generate(int[] prompt, int limit, Set<Integer> stop, BooleanSupplier cancelled) {
        IntStream.Builder generated = IntStream.builder();
        int room = Math.min(limit, llama.config().context() - prompt.length);
        try (NDManager call = llama.newCall();
                KeyValueCache cache = new KeyValueCache(llama.config(), call)) {
            int[] next = prompt;
            for (int i = 0; i < room; i++) {
                int token = likeliest(next, call, cache, cancelled);
                if (stop.contains(token)) {
                    break;
                }
                generated.add(token);
                next = new int[] {token};
            }
        }
        return generated.build().toArray();
    }

    private int likeliest(int[] ids, NDManager call, KeyValueCache cache, BooleanSupplier cancelled) {
        try (NDManager scope = call.newSubManager()) {
            NDArray hidden =
                    llama.decoder().hidden(Llama.ids(scope, ids), llama.linears(), cache, true, cancelled); // (1,T,E)
            NDArray last = Torch.slice(hidden, 1, ids.length - 1L, ids.length); // (1,1,E)
            return (int) Torch.linear(last, llama.head()).argMax(-1).toLongArray()[0];
        }
    }
}
