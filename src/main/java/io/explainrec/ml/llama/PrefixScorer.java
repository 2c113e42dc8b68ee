package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Scores many continuations of one prefix by {@code logit(yes) - logit(no)} of the token after each. The prefix is computed
 * once. The head is two rows of the vocabulary, taken as their difference.
 */
public final class PrefixScorer implements AutoCloseable {
    private final Llama llama;
    private final Linears linears;
    private final NDManager manager;
    private final NDArray direction; // (1,E)

    /**
     * @param yes id of the token whose logit counts for
     * @param no id of the token whose logit counts against
     */
    public PrefixScorer(Llama llama, int yes, int no) {
        this(llama, llama.linears(), yes, no);
    }

    /**
     * @param linears the model's own, or with an adapter
     * @param yes id of the token whose logit counts for
     * @param no id of the token whose logit counts against
     */
    public PrefixScorer(Llama llama, Linears linears, int yes, int no) {
        this.llama = llama;
        this.linears = linears;
        this.manager = llama.newCall();
        try (NDArray forYes = Torch.slice(llama.head(), 0, yes, yes + 1L);
                NDArray forNo = Torch.slice(llama.head(), 0, no, no + 1L)) {
            direction = forYes.sub(forNo);
            direction.attach(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * One score per suffix, in their order.
     *
     * @param prefix may be empty
     * @param suffixes of at least one token each
     * @param cancelled asked between layers
     * @throws CancelledCall when the caller gave up
     * @throws IllegalArgumentException where prefix and a suffix are longer than the model's context
     */
    public float[] score(int[] prefix, List<int[]> suffixes, BooleanSupplier cancelled) {
        return score(new SharedPrompts(prefix, suffixes), null, cancelled);
    }

    /**
     * The same of prompts.
     *
     * @param first (E) in place of the first token of each suffix; null for none
     */
    public float[] score(SharedPrompts prompts, float[] first, BooleanSupplier cancelled) {
        return compute(prompts, first, null, cancelled);
    }

    /**
     * The hidden states that scores are read from.
     *
     * @param hidden behind the last norm at the last token of each suffix, (E)
     */
    public record States(List<float[]> hidden, float[] scores) {}

    /** As {@link #score(SharedPrompts, float[], BooleanSupplier)}, with the hidden states. */
    public States states(SharedPrompts prompts, float[] first, BooleanSupplier cancelled) {
        float[][] hidden = new float[prompts.suffixes().size()][];
        float[] scores = compute(prompts, first, hidden, cancelled);
        return new States(List.of(hidden), scores);
    }

    /** How verdicts on prompts depend on what stands in place of their first tokens. For the caller to close, before this. */
    public FirstTokenGradient gradient(SharedPrompts prompts, boolean[] liked, BooleanSupplier cancelled) {
        return new FirstTokenGradient(this, prompts, liked, cancelled);
    }

    /**
     * @param hidden where hidden states are put; null where nobody asks for them
     */
    private float[] compute(SharedPrompts prompts, float[] first, float[][] hidden, BooleanSupplier cancelled) {
        float[] scores = new float[prompts.suffixes().size()];
        try (NDManager call = llama.newCall();
                KeyValueCache cache = read(prompts.prefix(), call, cancelled)) {
            NDArray vector = first == null ? null : call.create(first, new Shape(1, first.length));
            for (int[] rows : prompts.batches()) {
                try (NDManager scope = call.newSubManager()) {
                    NDArray states = states(prompts.batch(rows, vector, scope), cache, cancelled); // (B,E)
                    float[] scored = logits(states).toFloatArray();
                    float[] all = hidden == null ? null : states.toFloatArray();
                    int width = llama.config().embed();
                    for (int row = 0; row < rows.length; row++) {
                        scores[rows[row]] = scored[row];
                        if (hidden != null) {
                            hidden[rows[row]] = Arrays.copyOfRange(all, row * width, (row + 1) * width);
                        }
                    }
                }
            }
        }
        return scores;
    }

    /** A manager for one call. */
    NDManager newCall() {
        return llama.newCall();
    }

    /** A prefix, which may be empty, for all that comes behind it. */
    KeyValueCache read(int[] prefix, NDManager call, BooleanSupplier cancelled) {
        KeyValueCache cache = new KeyValueCache(llama.config(), call);
        if (prefix.length > 0) {
            try (NDManager scope = call.newSubManager()) {
                llama.decoder().hidden(Llama.ids(scope, prefix), linears, cache, true, cancelled);
            } catch (RuntimeException e) {
                cache.close();
                throw e;
            }
        }
        return cache;
    }

    /** Hidden states behind the last norm at the suffixes' last tokens: (B,E). */
    NDArray states(SharedPrompts.Batch batch, KeyValueCache cache, BooleanSupplier cancelled) {
        NDArray ids = batch.ids();
        NDArray hidden = llama.decoder().hidden(ids, batch.soft(), linears, cache, false, cancelled); // (B,T,E)
        NDArray flat = hidden.reshape(ids.size(), llama.config().embed()); // (BT,E)
        return Torch.rows(flat, ids.getManager().create(batch.last()));
    }

    /** Of states (B,E): (B,1). */
    NDArray logits(NDArray states) {
        return Torch.linear(states, direction);
    }

    @Override
    public void close() {
        manager.close();
    }
}
