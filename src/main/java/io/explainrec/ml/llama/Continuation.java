package io.explainrec.ml.llama;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.IntStream;

/** The tokens chosen so far behind one prompt, and whether more are to come. Belongs to one thread. */
final class Continuation {
    private final int[] prompt;
    private final Generation generation;
    private final int most;
    private final Random random;
    private final BitSet seen = new BitSet();
    private final IntStream.Builder chosen = IntStream.builder();
    private int count;
    private int last;

    /**
     * @throws IllegalArgumentException where the prompt leaves no room in the context
     */
    Continuation(int[] prompt, Generation generation, int context) {
        if (prompt.length >= context) {
            throw new IllegalArgumentException(
                    "a prompt of " + prompt.length + " tokens leaves no room in the model's context of " + context);
        }
        this.prompt = prompt;
        this.generation = generation;
        most = Math.min(generation.limit(), context - prompt.length);
        random = new Random(scattered(generation.seed())); // its numbers are the same on every JDK
        Arrays.stream(prompt).forEach(seen::set);
    }

    int[] prompt() {
        return prompt;
    }

    /**
     * Chooses the next token.
     *
     * @param logits of all tokens (V); may be changed
     * @return whether another one is to follow
     */
    boolean goesOn(float[] logits) {
        int token = NextTokens.of(logits, seen, generation.sampling()).at(random.nextDouble());
        if (generation.endTokens().contains(token)) {
            return false;
        }
        chosen.add(token);
        seen.set(token);
        last = token;
        return ++count < most;
    }

    /** The token that was chosen last, of at least one. */
    int last() {
        return last;
    }

    /** All chosen tokens; ends this continuation. */
    int[] tokens() {
        return chosen.build().toArray();
    }

    /** First numbers of neighbouring seeds are nearly the same, so seeds are scattered (David Stafford's mix 13). */
    private static long scattered(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
