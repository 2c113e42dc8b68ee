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

    private KeyValueCache(KeyValueCache like, NDManager parent) {
        manager = parent.newSubManager();
        keys = new NDArray[like.keys.length];
        values = new NDArray[like.keys.length];
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

    /** Another cache that begins with what this one holds, which is not copied; this one must outlive it. */
    KeyValueCache fork(NDManager parent) {
        KeyValueCache fork = new KeyValueCache(this, parent);
        for (int layer = 0; layer < keys.length && keys[layer] != null; layer++) {
            fork.keys[layer] = fork.view(keys[layer]);
            fork.values[layer] = fork.view(values[layer]);
        }
        return fork;
    }

    private NDArray view(NDArray held) {
        NDArray view = Torch.slice(held, 2, 0, held.getShape().get(2));
        view.attach(manager);
        return view;
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
