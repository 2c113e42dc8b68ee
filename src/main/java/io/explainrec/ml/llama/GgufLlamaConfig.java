package io.explainrec.ml.llama;

import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.ModelFileException;
import java.util.Set;

/**
 * Reads the configuration in a GGUF file of architecture {@code llama}. An entry {@code llama.*} that this program does not
 * know would be an option that it does not compute with, so it is refused, unless it is 0 or false, which is off.
 */
final class GgufLlamaConfig {
    private static final String HEADS = "llama.attention.head_count";
    private static final String KEY_VALUE_HEADS = "llama.attention.head_count_kv";
    private static final String KEY_LENGTH = "llama.attention.key_length";
    private static final String VALUE_LENGTH = "llama.attention.value_length";
    private static final String EPSILON = "llama.attention.layer_norm_rms_epsilon";
    private static final String CAUSAL = "llama.attention.causal";
    private static final String ROPE_BASE = "llama.rope.freq_base";
    private static final String ROPE_DIMENSIONS = "llama.rope.dimension_count";
    private static final String ROPE_SCALING = "llama.rope.scaling.";
    private static final String ROPE_SCALING_TYPE = "llama.rope.scaling.type";
    private static final Set<String> KNOWN = Set.of(
            "llama.vocab_size",
            "llama.embedding_length",
            "llama.block_count",
            "llama.feed_forward_length",
            "llama.context_length",
            "llama.tensor_data_layout",
            HEADS,
            KEY_VALUE_HEADS,
            KEY_LENGTH,
            VALUE_LENGTH,
            EPSILON,
            CAUSAL,
            ROPE_BASE,
            ROPE_DIMENSIONS);

    private GgufLlamaConfig() {}

    /**
     * @throws ModelFileException naming the option that is missing, out of its range or not supported
     */
    static LlamaConfig read(GgufFile file) {
        if (!"llama".equals(file.text("general.architecture"))) {
            throw file.unsupported("general.architecture", "llama");
        }
        int embed = file.integer("llama.embedding_length");
        int heads = file.integer(HEADS);
        LlamaConfig config;
        try {
            config = new LlamaConfig(
                    file.has("llama.vocab_size")
                            ? file.integer("llama.vocab_size")
                            : file.list("tokenizer.ggml.tokens", String.class).size(),
                    embed,
                    file.integer("llama.block_count"),
                    heads,
                    file.has(KEY_VALUE_HEADS) ? file.integer(KEY_VALUE_HEADS) : heads,
                    file.has(KEY_LENGTH) ? file.integer(KEY_LENGTH) : embed / Math.max(1, heads),
                    file.integer("llama.feed_forward_length"),
                    (float) file.number(EPSILON),
                    file.has(ROPE_BASE) ? file.number(ROPE_BASE) : 10_000,
                    file.integer("llama.context_length"),
                    true); // llama.cpp's converter leaves the head out where it is the embedding.
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file.file(), "has a configuration out of its range: " + e.getMessage(), e);
        }
        refuseUnsupported(file, config.headSize());
        return config;
    }

    private static void refuseUnsupported(GgufFile file, int headSize) {
        for (String key : new String[] {ROPE_DIMENSIONS, VALUE_LENGTH}) {
            if (file.has(key) && file.integer(key) != headSize) {
                throw file.unsupported(key, headSize + ", the size of a head");
            }
        }
        if (file.has(CAUSAL) && file.isOff(CAUSAL)) {
            throw file.unsupported(CAUSAL, "true");
        }
        boolean unscaled = file.has(ROPE_SCALING_TYPE) && "none".equals(file.text(ROPE_SCALING_TYPE));
        for (String key : file.keys()) {
            boolean scaling = key.startsWith(ROPE_SCALING);
            boolean known = scaling ? unscaled : KNOWN.contains(key) || !key.startsWith("llama.");
            if (!known && !file.isOff(key)) {
                throw file.unsupported(key, scaling ? "the type none" : "none or 0");
            }
        }
    }
}
