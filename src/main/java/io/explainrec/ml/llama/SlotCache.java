package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Kernel;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;

/**
 * Keys and values of several sequences that grow side by side, each in a slot of its own from its first position on. Belongs to one
 * call; its manager owns the memory.
 *
 * <p>Legend: S slots, B of them taken, C positions of a slot, L positions of the longest sequence with its next token; H, K, D as in
 * {@link Decoder}.
 */
final class SlotCache implements AutoCloseable {
    private final LlamaConfig config;
    private final NDManager manager;
    private final int capacity;
    private final int[] lengths;
    private final NDArray[] keys; // (S,K,C,D) each
    private final NDArray[] values;
    private int taken;

    /**
     * @param like an array of the type of keys and values
     */
    SlotCache(LlamaConfig config, int slots, int capacity, NDArray like, NDManager parent) {
        this.config = config;
        this.capacity = capacity;
        manager = parent.newSubManager();
        lengths = new int[slots];
        keys = new NDArray[config.layers()];
        values = new NDArray[config.layers()];
        Shape shape = new Shape(slots, config.keyValueHeads(), capacity, config.headSize());
        for (int layer = 0; layer < config.layers(); layer++) {
            // Positions that are not written yet weigh nothing, and nothing times a number that is none would be none.
            keys[layer] = Kernel.LIKE.of(manager.zeros(shape, DataType.FLOAT32), like);
            values[layer] = Kernel.LIKE.of(manager.zeros(shape, DataType.FLOAT32), like);
        }
    }

    /** Takes the next slot for what a sequence has read. */
    void add(KeyValueCache read) {
        int length = read.length();
        for (int layer = 0; layer < keys.length; layer++) {
            copy(read.keys(layer), keys[layer], taken, length);
            copy(read.values(layer), values[layer], taken, length);
        }
        lengths[taken++] = length;
    }

    /** Frees a slot; the sequence of the last one moves there. */
    void remove(int slot) {
        int last = taken - 1;
        if (slot < last) {
            for (NDArray[] held : new NDArray[][] {keys, values}) {
                for (NDArray array : held) {
                    try (NDArray from = Torch.slice(array, 0, last, last + 1L)) {
                        copy(from, array, slot, lengths[last]);
                    }
                }
            }
            lengths[slot] = lengths[last];
        }
        taken = last;
    }

    /** The first positions of a sequence (1,K,..,D) into a slot. */
    private static void copy(NDArray from, NDArray to, int slot, int length) {
        try (NDArray row = Torch.slice(to, 0, slot, slot + 1L);
                NDArray place = Torch.slice(row, 2, 0, length);
                NDArray source = Torch.slice(from, 2, 0, length);
                NDArray copied = Kernel.COPY.of(place, source)) {
            assert copied.getShape().equals(source.getShape());
        }
    }

    /** Makes room for one more token of each sequence; arrays of the step are owned by the manager. */
    Step step(NDManager scope) {
        int[][] positions = new int[taken][];
        int longest = 0;
        for (int b = 0; b < taken; b++) {
            positions[b] = new int[] {lengths[b]++};
            longest = Math.max(longest, lengths[b]);
        }
        int heads = config.keyValueHeads();
        long[] places = new long[taken * heads];
        float[] mask = new float[taken * longest];
        for (int b = 0; b < taken; b++) {
            for (int k = 0; k < heads; k++) {
                places[b * heads + k] = ((long) b * heads + k) * capacity + positions[b][0];
            }
            Arrays.fill(mask, b * longest + lengths[b], (b + 1) * longest, Decoder.MASKED);
        }
        return new Step(
                positions,
                scope.create(places),
                Kernel.LIKE.of(scope.create(mask, new Shape(taken, 1, 1, longest)), keys[0]));
    }

    /** One more token of each sequence. */
    final class Step {
        private final int[][] positions;
        private final NDArray places; // (BK) of the K C D rows of all slots
        private final NDArray mask; // (B,1,1,L)

        private Step(int[][] positions, NDArray places, NDArray mask) {
            this.positions = positions;
            this.places = places;
            this.mask = mask;
        }

        /** (B,1). */
        int[][] positions() {
            return positions;
        }

        /** Keeps key and value (B,K,1,D), and attends query (B,H,1,D) to all that is kept: (B,H,1,D). */
        NDArray attend(int layer, NDArray query, NDArray key, NDArray value) {
            Shape shape = query.getShape();
            NDArray grouped = query.reshape(shape.get(0), config.keyValueHeads(), config.group(), config.headSize());
            return Kernel.SLOT_ATTENTION
                    .of(grouped, key, value, keys[layer], values[layer], places, mask)
                    .reshape(shape);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
