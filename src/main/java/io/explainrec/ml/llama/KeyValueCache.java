package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;

/**
 * Keys and values of one sequence, layer by layer, each (1, K, P, D). Belongs to one call; its manager owns the memory.
 */
final class KeyValueCache implements AutoCloseable {
    private final NDManager manager;
    private final NDArray[] keys;
    private final NDArray[] values;

    KeyValueCache(LlamaConfig config, NDManager parent) {
        manager = parent.newSubManager();
        keys = new NDArray[config.layers()];
        values = new NDArray[config.layers()];
    }

    /** Number of positions held. */
    int length() {
        int last = keys.length - 1;
        return keys[last] == null ? 0 : Math.toIntExact(keys[last].getShape().get(2));
    }

    NDArray keys(int layer) {
        return keys[layer];
    }

    NDArray values(int layer) {
        return values[layer];
    }

    /** Puts the keys and values (1, K, T, D) of the next positions behind those that are there. */
    void append(int layer, NDArray key, NDArray value) {
        keys[layer] = append(keys[layer], key);
        values[layer] = append(values[layer], value);
    }

    private NDArray append(NDArray held, NDArray next) {
        NDArray all = held == null ? next : Torch.concat(2, held, next);
        all.attach(manager);
        if (held != null) {
            held.close();
        }
        return all;
    }

    @Override
    public void close() {
        manager.close();
    }
}
