package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

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
        int room = llama.config().context() - prompt.length;
        if (room < 1) {
            throw new IllegalArgumentException("a prompt of " + prompt.length
                    + " tokens leaves no room in the model's context of "
                    + llama.config().context());
        }
        IntStream.Builder generated = IntStream.builder();
        Random random = new Random(scattered(generation.seed())); // its numbers are the same on every JDK
        BitSet seen = new BitSet();
        Arrays.stream(prompt).forEach(seen::set);
        try (NDManager call = llama.newCall();
                KeyValueCache cache = new KeyValueCache(llama.config(), call)) {
            int[] next = prompt;
            for (int i = 0; i < Math.min(generation.limit(), room); i++) {
                float[] logits = logits(next, call, cache, cancelled);
                int token = NextTokens.of(logits, seen, generation.sampling()).at(random.nextDouble());
                if (generation.endTokens().contains(token)) {
                    break;
                }
                generated.add(token);
                seen.set(token);
                next = new int[] {token};
            }
        }
        return generated.build().toArray();
    }

    /** First numbers of neighbouring seeds are nearly the same, so seeds are scattered (David Stafford's mix 13). */
    private static long scattered(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Logits behind the last of the ids: (V). */
    private float[] logits(int[] ids, NDManager call, KeyValueCache cache, BooleanSupplier cancelled) {
        try (NDManager scope = call.newSubManager()) {
            NDArray hidden = llama.decoder().hidden(Llama.ids(scope, ids), linears, cache, true, cancelled); // (1,T,E)
            NDArray last = Torch.slice(hidden, 1, ids.length - 1L, ids.length); // (1,1,E)
            return Torch.linear(last, llama.head()).toFloatArray();
        }
    }
}
