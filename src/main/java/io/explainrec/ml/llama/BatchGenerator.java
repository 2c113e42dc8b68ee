package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Generates behind many prompts at once. A step reads all weights whether it computes one row or many, so that rows share its price.
 * A row that ends gives its place to the next prompt, and the batch shrinks where none is left. What all prompts begin with is read
 * once, the rest of each by itself. The tokens are those of {@link Generator}, but for rounding where two are equally likely.
 */
public final class BatchGenerator {
    private final Llama llama;
    private final Linears linears;
    private final int rows;

    /** Told of each prompt's tokens as soon as they are complete, in no order. */
    @FunctionalInterface
    public interface Finished {
        /**
         * @param prompt its place in the list
         */
        void accept(int prompt, int[] tokens);
    }

    /** A row of the batch. */
    private record Row(int prompt, Continuation continuation) {}

    /** What all prompts begin with. */
    private record Beginning(int length, KeyValueCache cache) {}

    /**
     * @param linears the model's own, or with an adapter
     * @param rows most prompts at a time, at least 1; each holds keys and values of the longest prompt and the limit
     */
    public BatchGenerator(Llama llama, Linears linears, int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a batch of " + rows + " rows; expected at least 1");
        }
        this.llama = llama;
        this.linears = linears;
        this.rows = rows;
    }

    /**
     * For each prompt what {@link Generator#generate} gives.
     *
     * @param cancelled asked between layers
     * @throws CancelledCall when the caller gave up; what was finished before was told
     * @throws IllegalArgumentException where a prompt leaves no room in the model's context, before anything is computed
     */
    public void generate(List<int[]> prompts, Generation generation, Finished finished, BooleanSupplier cancelled) {
        int context = llama.config().context();
        List<Continuation> waiting = prompts.stream()
                .map(prompt -> new Continuation(prompt, generation, context))
                .toList();
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0);
        int capacity = (int) Math.min(context, (long) longest + generation.limit());
        Generator reader = new Generator(llama, linears);
        List<Row> live = new ArrayList<>();
        int next = 0;
        try (NDManager call = llama.newCall();
                KeyValueCache cache = new KeyValueCache(llama.config(), call);
                SlotCache slots =
                        new SlotCache(llama.config(), Math.min(rows, prompts.size()), capacity, llama.like(), call)) {
            Beginning beginning = new Beginning(shared(prompts), cache);
            if (beginning.length > 0) {
                reader.logits(Arrays.copyOf(prompts.getFirst(), beginning.length), call, cache, cancelled);
            }
            while (next < waiting.size() || !live.isEmpty()) {
                if (next < waiting.size() && live.size() < rows) {
                    Row row = new Row(next, waiting.get(next));
                    next++;
                    if (read(row, beginning, reader, slots, call, cancelled)) {
                        live.add(row);
                    } else {
                        finished.accept(row.prompt, row.continuation.tokens());
                    }
                } else {
                    step(live, slots, finished, call, cancelled);
                }
            }
        }
    }

    /** How many tokens all prompts begin with, at least one of each left out. */
    private static int shared(List<int[]> prompts) {
        if (prompts.size() < 2) {
            return 0; // nothing to share it with
        }
        int[] first = prompts.getFirst();
        int length = Math.max(
                0, prompts.stream().mapToInt(prompt -> prompt.length).min().orElseThrow() - 1);
        for (int[] prompt : prompts) {
            int differs = Arrays.mismatch(first, 0, length, prompt, 0, length);
            length = differs < 0 ? length : differs;
        }
        return length;
    }

    /** Reads the rest of a prompt and chooses the first token; whether it goes on, and then has the slot behind the others. */
    private boolean read(
            Row row,
            Beginning beginning,
            Generator reader,
            SlotCache slots,
            NDManager call,
            BooleanSupplier cancelled) {
        int[] prompt = row.continuation.prompt();
        int[] rest = Arrays.copyOfRange(prompt, beginning.length, prompt.length);
        try (KeyValueCache cache = beginning.cache.fork(call)) {
            boolean goesOn = row.continuation.goesOn(reader.logits(rest, call, cache, cancelled));
            if (goesOn) {
                slots.add(cache);
            }
            return goesOn;
        }
    }

    private void step(List<Row> live, SlotCache slots, Finished finished, NDManager call, BooleanSupplier cancelled) {
        int vocabulary = llama.config().vocabulary();
        float[] logits; // (B,V)
        try (NDManager scope = call.newSubManager()) {
            long[] ids = live.stream().mapToLong(row -> row.continuation.last()).toArray();
            NDArray batch = scope.create(ids, new Shape(ids.length, 1));
            NDArray hidden = llama.decoder().hidden(batch, linears, slots.step(scope), cancelled); // (B,1,E)
            logits = Torch.linear(hidden, llama.head()).toFloatArray();
        }
        for (int b = live.size() - 1; b >= 0; b--) { // from behind: what fills a gap has been asked already
            Row row = live.get(b);
            if (!row.continuation.goesOn(Arrays.copyOfRange(logits, b * vocabulary, (b + 1) * vocabulary))) {
                slots.remove(b);
                Row moved = live.removeLast();
                if (b < live.size()) {
                    live.set(b, moved);
                }
                finished.accept(row.prompt, row.continuation.tokens());
            }
        }
    }
}
