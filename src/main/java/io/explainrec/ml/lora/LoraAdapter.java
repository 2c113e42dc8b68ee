package io.explainrec.ml.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.llama.Linears;
import io.explainrec.ml.llama.Llama;
import io.explainrec.ml.llama.LlamaConfig;
import io.explainrec.ml.llama.Projection;
import io.explainrec.ml.tensor.Kernel;
import io.explainrec.ml.tensor.Torch;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * A low-rank adapter (Hu et al. 2021, arXiv 2106.09685): W' = W + (alpha / r) B A for the adapted linear layers, B being zero at the
 * start, so that a fresh adapter changes nothing. The base is never written: without the adapter it is as it was, and several may
 * lie over one base in memory. It is <em>active</em> through {@link #over}, <em>merged</em> through {@link #mergedInto}, and
 * disabled where the base's own linear layers are used.
 *
 * <p>Owns its arrays. Safe for many threads unless it is being trained.
 */
public final class LoraAdapter implements AutoCloseable {
    private final NDManager manager;
    private final LoraOptions options;
    private final List<Map<Projection, Pair>> layers;
    private final NDArray scale;

    /**
     * The two matrices of one linear layer.
     *
     * @param a (r, in)
     * @param b (out, r)
     */
    record Pair(NDArray a, NDArray b) {}

    private LoraAdapter(NDManager manager, LoraOptions options, List<Map<Projection, Pair>> layers) {
        this.manager = manager;
        this.options = options;
        this.layers = layers;
        scale = manager.create((float) options.scale());
    }

    /**
     * @param manager the adapter's own, which holds the matrices and is closed with it
     * @param matrices those of a layer's projection
     */
    static LoraAdapter of(
            NDManager manager,
            LlamaConfig config,
            LoraOptions options,
            BiFunction<Integer, Projection, Pair> matrices) {
        return new LoraAdapter(
                manager,
                options,
                IntStream.range(0, config.layers())
                        .<Map<Projection, Pair>>mapToObj(layer -> {
                            Map<Projection, Pair> pairs = new EnumMap<>(Projection.class);
                            options.targets().forEach(target -> pairs.put(target, matrices.apply(layer, target)));
                            return pairs;
                        })
                        .toList());
    }

    /** One that changes nothing yet: A uniform in +-1 / sqrt(in), as PEFT draws it, and B zero. */
    public static LoraAdapter fresh(LlamaConfig config, LoraOptions options, long seed) {
        NDManager manager = Torch.manager();
        return of(manager, config, options, (layer, projection) -> {
            long in = projection.in(config);
            // Each matrix has its own numbers, whichever others there are.
            var random = new SplittableRandom(seed + 1_000_003L * layer + 7919L * projection.ordinal());
            double bound = 1 / Math.sqrt(in);
            float[] a = new float[Math.toIntExact(options.rank() * in)];
            for (int i = 0; i < a.length; i++) {
                a[i] = (float) random.nextDouble(-bound, bound);
            }
            return new Pair(
                    manager.create(a, new Shape(options.rank(), in)),
                    manager.zeros(new Shape(projection.out(config), options.rank())));
        });
    }

    public LoraOptions options() {
        return options;
    }

    /** The base's linear layers with this adapter, without dropout. */
    public Linears over(Linears base) {
        return over(base, 0);
    }

    /** The same with dropout as trained with; draws from the process's generator, see {@link Torch#seed}. */
    public Linears training(Linears base) {
        return over(base, options.dropout());
    }

    private Linears over(Linears base, double dropout) {
        return (layer, projection, x) -> {
            Pair pair = layers.get(layer).get(projection);
            NDArray y = base.apply(layer, projection, x);
            if (pair == null) {
                return y;
            }
            NDArray dropped = dropout == 0 ? x : Torch.dropout(x, dropout);
            return Kernel.PLUS_LOW_RANK.of(y, dropped, pair.a(), pair.b(), scale); // (.., out)
        };
    }

    /** Linear layers whose weights hold the adapter already: as fast as the base, for as much memory as the adapted weights take. */
    public Merged mergedInto(Llama llama) {
        return new Merged(llama, this);
    }

    /** W + (alpha / r) B A in the weight's type, owned by the manager. */
    NDArray merged(int layer, Projection projection, NDArray weight, NDManager manager) {
        Pair pair = layers.get(layer).get(projection);
        try (NDManager scope = manager.newSubManager()) {
            NDArray b = pair.b().duplicate();
            b.attach(scope);
            NDArray change = Torch.matmul(b, pair.a()).mul(scale);
            NDArray merged = Kernel.LIKE.of(change.add(weight), weight);
            merged.attach(manager);
            return merged;
        }
    }

    /** All matrices by PEFT's names, in the order of layers. */
    public Map<String, NDArray> parameters() {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            for (Map.Entry<Projection, Pair> entry : layers.get(layer).entrySet()) {
                parameters.put(
                        name(layer, entry.getKey(), "lora_A"), entry.getValue().a());
                parameters.put(
                        name(layer, entry.getKey(), "lora_B"), entry.getValue().b());
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    static String name(int layer, Projection projection, String matrix) {
        return "base_model.model." + projection.module(layer) + "." + matrix + ".weight";
    }

    /** The adapted linear layers, in their order. */
    List<Projection> targets() {
        return Arrays.stream(Projection.values())
                .filter(options.targets()::contains)
                .toList();
    }

    @Override
    public void close() {
        manager.close();
    }
}
