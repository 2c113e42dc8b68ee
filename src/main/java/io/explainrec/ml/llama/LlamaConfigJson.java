package io.explainrec.ml.llama;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code config.json} of a Hugging Face checkpoint, with the names of transformers 4 or 5. */
final class LlamaConfigJson {
    /** Two names of x sigmoid(x). */
    private static final Set<String> SILU = Set.of("silu", "swish");

    private LlamaConfigJson() {}

    /**
     * @throws ModelFileException where the file cannot be read, or naming the option that is missing, out of its range or
     *     not supported
     */
    static LlamaConfig read(Path file) {
        ModelJson json = ModelJson.read(file);
        refuseUnsupported(json);
        int embed = json.whole("hidden_size");
        int heads = json.whole("num_attention_heads");
        try {
            return new LlamaConfig(
                    json.whole("vocab_size"),
                    embed,
                    json.whole("num_hidden_layers"),
                    heads,
                    json.whole("num_key_value_heads", heads),
                    json.whole("head_dim", embed / Math.max(1, heads)),
                    json.whole("intermediate_size"),
                    (float) json.number("rms_norm_eps", 1e-6),
                    json.number("rope_theta", json.object("rope_parameters").number("rope_theta", 10_000)),
                    json.whole("max_position_embeddings", 2048),
                    json.flag("tie_word_embeddings", false));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, "has a configuration out of its range: " + e.getMessage(), e);
        }
    }

    private static void refuseUnsupported(ModelJson json) {
        json.requireText("model_type", "llama");
        if (!SILU.contains(json.text("hidden_act", "silu"))) {
            throw json.unsupported("hidden_act", "silu");
        }
        json.requireFlag("attention_bias", false);
        json.requireFlag("mlp_bias", false);
        json.requireAbsent("sliding_window");
        json.requireAbsent("quantization_config");
        requireOne(json, "partial_rotary_factor");
        for (String name : List.of("rope_scaling", "rope_parameters")) {
            ModelJson rope = json.object(name);
            for (String type : List.of("rope_type", "type")) {
                if (!"default".equals(rope.text(type, "default"))) {
                    throw rope.unsupported(type, "default");
                }
            }
            requireOne(rope, "factor");
            requireOne(rope, "partial_rotary_factor");
            for (Map.Entry<String, JsonNode> part : json.value(name).properties()) {
                if (part.getValue().isObject()) {
                    throw rope.unsupported(part.getKey(), "the same for all layers");
                }
            }
        }
    }

    private static void requireOne(ModelJson json, String name) {
        if (json.number(name, 1) != 1) {
            throw json.unsupported(name, "1");
        }
    }
}
