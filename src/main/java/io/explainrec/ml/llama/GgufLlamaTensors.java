package io.explainrec.ml.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.TensorSource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A GGUF file's tensors under the names that Hugging Face checkpoints have. llama.cpp's converter permutes the rows of the
 * query and key projections for interleaved rotary pairs; here they come back in the order for rotated halves.
 */
final class GgufLlamaTensors implements TensorSource {
    private static final Map<String, String> TOP = Map.of(
            "model.embed_tokens.weight", "token_embd.weight",
            "model.norm.weight", "output_norm.weight",
            "lm_head.weight", "output.weight");
    private static final Map<String, String> IN_LAYER = Map.of(
            "input_layernorm", "attn_norm",
            "self_attn.q_proj", "attn_q",
            "self_attn.k_proj", "attn_k",
            "self_attn.v_proj", "attn_v",
            "self_attn.o_proj", "attn_output",
            "post_attention_layernorm", "ffn_norm",
            "mlp.gate_proj", "ffn_gate",
            "mlp.up_proj", "ffn_up",
            "mlp.down_proj", "ffn_down");
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.weight");
    private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d+)\\.(.+)\\.weight");
    private static final Map<String, String> OUT_OF_TOP = inverted(TOP);
    private static final Map<String, String> OUT_OF_BLOCK = inverted(IN_LAYER);

    private final GgufFile file;
    private final int headSize;

    GgufLlamaTensors(GgufFile file, LlamaConfig config) {
        this.file = file;
        this.headSize = config.headSize();
    }

    @Override
    public Path file() {
        return file.file();
    }

    @Override
    public Shape shape(String name) {
        return file.shape(inside(name));
    }

    @Override
    public Set<String> names() {
        return file.names().stream().map(GgufLlamaTensors::outside).collect(Collectors.toSet());
    }

    @Override
    public NDArray load(String name, NDManager manager) {
        boolean rotary = name.endsWith("q_proj.weight") || name.endsWith("k_proj.weight");
        return file.load(inside(name), manager, rotary ? this::interleaved : IntUnaryOperator.identity());
    }

    @Override
    public void close() {
        file.close();
    }

    /** Row of the half-split order, (head, half, pair), to row of the interleaved order, (head, pair, half). */
    int interleaved(int row) {
        int head = row / headSize;
        int half = row % headSize / (headSize / 2);
        int pair = row % (headSize / 2);
        return head * headSize + 2 * pair + half;
    }

    /** Name in the file of a tensor that Hugging Face names so. */
    static String inside(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches() && IN_LAYER.containsKey(layer.group(2))) {
            return "blk." + layer.group(1) + "." + IN_LAYER.get(layer.group(2)) + ".weight";
        }
        return TOP.getOrDefault(name, name);
    }

    /** Hugging Face's name of a tensor of the file; the file's own where Hugging Face's LLaMA has none such. */
    static String outside(String name) {
        Matcher block = BLOCK.matcher(name);
        if (block.matches() && OUT_OF_BLOCK.containsKey(block.group(2))) {
            return "model.layers." + block.group(1) + "." + OUT_OF_BLOCK.get(block.group(2)) + ".weight";
        }
        return OUT_OF_TOP.getOrDefault(name, name);
    }

    private static Map<String, String> inverted(Map<String, String> names) {
        return names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }
}
