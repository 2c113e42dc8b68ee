package io.explainrec.ml.llama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.explainrec.ml.weights.GgufFile;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Shape of a LLaMA-family model.
 *
 * @param vocabulary number of token ids
 * @param embed width of the residual stream, E
 * @param layers number of decoder layers
 * @param heads query heads, H
 * @param keyValueHeads heads of keys and values, K; a divisor of H
 * @param headSize width of a head, D
 * @param feedForward width inside the feed-forward part
 * @param epsilon added to the mean square in RMS norms
 * @param ropeTheta base of the rotary frequencies
 * @param context longest sequence in tokens
 */
public record LlamaConfig(
        int vocabulary,
        int embed,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForward,
        float epsilon,
        double ropeTheta,
        int context) {

    public LlamaConfig {
        if (heads < 1 || keyValueHeads < 1 || heads % keyValueHeads != 0 || headSize % 2 != 0) {
            throw new IllegalArgumentException("heads " + heads + ", key-value heads " + keyValueHeads + ", head size "
                    + headSize + ": expected heads to be a multiple of key-value heads, and an even head size");
        }
    }

    /** Query heads per key-value head. */
    int group() {
        return heads / keyValueHeads;
    }

    /** Reads the metadata of a GGUF file of architecture {@code llama}. */
    public static LlamaConfig of(GgufFile file) {
        String architecture = file.text("general.architecture");
        if (!"llama".equals(architecture)) {
            throw new ModelFileException(file.file(), "has architecture '" + architecture + "'; expected llama");
        }
        if (file.has("llama.rope.scaling.type") && !"none".equals(file.text("llama.rope.scaling.type"))) {
            throw new ModelFileException(
                    file.file(), "scales its rotary positions, which is not supported: use a model without it");
        }
        int embed = file.integer("llama.embedding_length");
        int heads = file.integer("llama.attention.head_count");
        return new LlamaConfig(
                file.has("llama.vocab_size")
                        ? file.integer("llama.vocab_size")
                        : file.list("tokenizer.ggml.tokens", String.class).size(),
                embed,
                file.integer("llama.block_count"),
                heads,
                file.has("llama.attention.head_count_kv") ? file.integer("llama.attention.head_count_kv") : heads,
                file.has("llama.attention.key_length") ? file.integer("llama.attention.key_length") : embed / heads,
                file.integer("llama.feed_forward_length"),
                (float) file.number("llama.attention.layer_norm_rms_epsilon"),
                file.has("llama.rope.freq_base") ? file.number("llama.rope.freq_base") : 10_000,
                file.integer("llama.context_length"));
    }

    /** Reads {@code config.json} of a Hugging Face checkpoint, with the names of transformers 4 or 5. */
    public static LlamaConfig of(Path file) {
        try {
            JsonNode json = new ObjectMapper().readTree(file.toFile());
            if (!"llama".equals(json.path("model_type").asText())) {
                throw new ModelFileException(
                        file, "has model_type '" + json.path("model_type").asText() + "'; expected llama");
            }
            JsonNode rope = json.path("rope_parameters");
            String scaling = json.hasNonNull("rope_scaling")
                    ? json.at("/rope_scaling/rope_type").asText("given")
                    : rope.path("rope_type").asText("default");
            if (!"default".equals(scaling)) {
                throw new ModelFileException(
                        file, "scales its rotary positions (" + scaling + "), which is not supported");
            }
            int embed = integer(file, json, "hidden_size");
            int heads = integer(file, json, "num_attention_heads");
            return new LlamaConfig(
                    integer(file, json, "vocab_size"),
                    embed,
                    integer(file, json, "num_hidden_layers"),
                    heads,
                    json.path("num_key_value_heads").asInt(heads),
                    json.path("head_dim").asInt(embed / heads),
                    integer(file, json, "intermediate_size"),
                    (float) json.path("rms_norm_eps").asDouble(1e-6),
                    json.path("rope_theta").asDouble(rope.path("rope_theta").asDouble(10_000)),
                    json.path("max_position_embeddings").asInt(2048));
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static int integer(Path file, JsonNode json, String name) {
        if (!json.path(name).isInt()) {
            throw new ModelFileException(file, "has no whole number '" + name + "'");
        }
        return json.path(name).asInt();
    }
}
