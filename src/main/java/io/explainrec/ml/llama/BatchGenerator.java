package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * Generates behind many prompts at once. A step reads all weights whether it computes one row or many, so that rows share its price.
 * A row that ends gives its place to the next prompt, and the batch shrinks where none is left. What all prompts begin with is read
 * once, the rest of each by itself. Without guidance the tokens are those of {@link Generator}, but for rounding where two are equally
 * likely; with it each row has a companion behind the plain prompt.
 */
public final class BatchGenerator {
    private final Llama llama;
    private final Linears linears;
    private final int rows;
    private final Optional<Guidance> guidance;

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

    /**
     * What rows share.
     *
     * @param length tokens that all prompts begin with
     * @param cache of those
     * @param plain of the plain prompt; nothing without guidance
     * @param plainLogits behind it (V); null without guidance
     */
    private record Shared(int length, KeyValueCache cache, KeyValueCache plain, float[] plainLogits) {}

    /** Without guidance. */
    public BatchGenerator(Llama llama, Linears linears, int rows) {
        this(llama, linears, rows, Optional.empty());
    }

    /**
     * @param linears the model's own, or with an adapter
     * @param rows most prompts at a time, at least 1; each holds keys and values of the longest prompt and the limit, twice with
     *     guidance
     */
    public BatchGenerator(Llama llama, Linears linears, int rows, Optional<Guidance> guidance) {
        if (rows < 1) {
            throw new IllegalArgumentException("a batch of " + rows + " rows; expected at least 1");
        }
        this.llama = llama;
        this.linears = linears;
        this.rows = rows;
        this.guidance = guidance;
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
        int plain = guidance.map(guide -> guide.plain().length).orElse(0);
        if (plain >= context) {
            throw new IllegalArgumentException(
                    "the plain prompt of " + plain + " tokens leaves no room in the model's context of " + context);
        }
        List<Continuation> waiting = prompts.stream()
                .map(prompt -> new Continuation(prompt, generation, context - Math.max(0, plain - prompt.length)))
                .toList();
        int longest = Math.max(
                plain, prompts.stream().mapToInt(prompt -> prompt.length).max().orElse(0));
        int capacity = (int) Math.min(context, (long) longest + generation.limit());
        int most = Math.min(rows, prompts.size()) * (guidance.isPresent() ? 2 : 1);
        Generator reader = new Generator(llama, linears);
        List<Row> live = new ArrayList<>();
        int next = 0;
        try (NDManager call = llama.newCall();
                KeyValueCache cache = new KeyValueCache(llama.config(), call);
                KeyValueCache plainCache = new KeyValueCache(llama.config(), call);
                SlotCache slots = new SlotCache(llama.config(), most, capacity, llama.like(), call)) {
            int length = shared(prompts);
            if (length > 0) {
                reader.logits(Arrays.copyOf(prompts.getFirst(), length), call, cache, cancelled);
            }
            Shared shared = new Shared(
                    length,
                    cache,
                    plainCache,
                    guidance.map(guide -> reader.logits(guide.plain(), call, plainCache, cancelled))
                            .orElse(null));
            while (next < waiting.size() || !live.isEmpty()) {
                if (next < waiting.size() && live.size() < rows) {
                    Row row = new Row(next, waiting.get(next));
                    next++;
                    if (read(row, shared, reader, slots, call, cancelled)) {
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
            Row row, Shared shared, Generator reader, SlotCache slots, NDManager call, BooleanSupplier cancelled) {
        int[] prompt = row.continuation.prompt();
        int[] rest = Arrays.copyOfRange(prompt, shared.length, prompt.length);
        try (KeyValueCache cache = shared.cache.fork(call)) {
            float[] logits = reader.logits(rest, call, cache, cancelled);
            guidance.ifPresent(guide -> guide.guide(logits, shared.plainLogits));
            boolean goesOn = row.continuation.goesOn(logits);
            if (goesOn) {
                slots.add(cache);
                if (guidance.isPresent()) {
                    slots.add(shared.plain);
                }
            }
            return goesOn;
        }
    }

    private void step(List<Row> live, SlotCache slots, Finished finished, NDManager call, BooleanSupplier cancelled) {
        int vocabulary = llama.config().vocabulary();
        int each = guidance.isPresent() ? 2 : 1; // slots of a row: its own, and its companion's behind it
        float[] logits; // (B,V) of all slots
        try (NDManager scope = call.newSubManager()) {
            long[] ids = live.stream()
                    .flatMapToLong(
                            row -> LongStream.generate(row.continuation::last).limit(each))
                    .toArray();
            NDArray batch = scope.create(ids, new Shape(ids.length, 1));
            NDArray hidden = llama.decoder().hidden(batch, linears, slots.step(scope), cancelled); // (B,1,E)
            logits = Torch.linear(hidden, llama.head()).toFloatArray();
        }
        for (int r = live.size() - 1; r >= 0; r--) { // from behind: what fills a gap has been asked already
            Row row = live.get(r);
            int slot = r * each;
            float[] behind = slot(logits, slot, vocabulary);
            guidance.ifPresent(guide -> guide.guide(behind, slot(logits, slot + 1, vocabulary)));
            if (!row.continuation.goesOn(behind)) {
                for (int s = each - 1; s >= 0; s--) { // the last row's slots move there in their order
                    slots.remove(slot + s);
                }
                Row moved = live.removeLast();
                if (r < live.size()) {
                    live.set(r, moved);
                }
                finished.accept(row.prompt, row.continuation.tokens());
            }
        }
    }

    private static float[] slot(float[] logits, int slot, int vocabulary) {
        return Arrays.copyOfRange(logits, slot * vocabulary, (slot + 1) * vocabulary);
    }
}
