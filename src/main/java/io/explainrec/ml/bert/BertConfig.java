package io.explainrec.ml.bert;

import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import java.nio.file.Path;

/**
 * Shape of a BERT encoder.
 *
 * @param vocabulary number of token ids, V
 * @param embed width of the hidden states, E
 * @param layers number of encoder layers
 * @param heads attention heads, H; a divisor of E
 * @param feedForward width inside the feed-forward part, F
 * @param positions longest sequence in tokens
 * @param types kinds of segments; the first is used
 * @param epsilon added to the variance in layer norms; above 0
 */
record BertConfig(
        int vocabulary, int embed, int layers, int heads, int feedForward, int positions, int types, float epsilon) {

    BertConfig {
        if (vocabulary < 1 || layers < 1 || feedForward < 1 || types < 1 || heads < 1 || embed < 1) {
            throw new IllegalArgumentException("a size is below 1");
        }
        if (embed % heads != 0 || positions < 3 || !(epsilon > 0 && Float.isFinite(epsilon))) {
            throw new IllegalArgumentException(
                    "embed " + embed + ", heads " + heads + ", positions " + positions + ", epsilon " + epsilon
                            + ": expected embed to be a multiple of heads, 3 positions, epsilon above 0");
        }
    }

    /**
     * Reads {@code config.json} of a Hugging Face checkpoint.
     *
     * @throws ModelFileException where the file cannot be read, or naming the option that is missing, out of its range or
     *     not supported
     */
    static BertConfig read(Path file) {
        ModelJson json = ModelJson.read(file);
        json.requireText("model_type", "bert");
        json.requireText("hidden_act", "gelu");
        if (json.has("position_embedding_type")) {
            json.requireText("position_embedding_type", "absolute");
        }
        json.requireFlag("is_decoder", false);
        json.requireAbsent("quantization_config");
        try {
            return new BertConfig(
                    json.whole("vocab_size"),
                    json.whole("hidden_size"),
                    json.whole("num_hidden_layers"),
                    json.whole("num_attention_heads"),
                    json.whole("intermediate_size"),
                    json.whole("max_position_embeddings"),
                    json.whole("type_vocab_size"),
                    (float) json.number("layer_norm_eps", 1e-12));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, "has a configuration out of its range: " + e.getMessage(), e);
        }
    }
}
