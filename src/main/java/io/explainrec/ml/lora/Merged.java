package io.explainrec.ml.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.Projection;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Linear layers with an adapter added into copies of the weights; owns the copies, and leaves base and adapter as they are. */
public final class Merged implements Linears, AutoCloseable {
    private final NDManager manager = Torch.manager();
    private final Linears base;
    private final List<Map<Projection, NDArray>> weights = new ArrayList<>();

    Merged(Llama llama, LoraAdapter adapter) {
        base = llama.linears();
        try {
            for (int layer = 0; layer < llama.config().layers(); layer++) {
                Map<Projection, NDArray> merged = new EnumMap<>(Projection.class);
                for (Projection target : adapter.targets()) {
                    merged.put(target, adapter.merged(layer, target, llama.weight(layer, target), manager));
                }
                weights.add(merged);
            }
        } catch (RuntimeException e) {
            manager.close(); // what was copied, where there was no memory for the rest
            throw e;
        }
    }

    @Override
    public NDArray apply(int layer, Projection projection, NDArray x) {
        NDArray weight = weights.get(layer).get(projection);
        return weight == null ? base.apply(layer, projection, x) : Torch.linear(x, weight);
    }

    @Override
    public void close() {
        manager.close();
    }
}
