package io.explainrec.ml.vision;

import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import java.nio.file.Path;

/**
 * Shape of CLIP's vision tower.
 *
 * @param image side of the pictures in pixels; a multiple of the patch
 * @param patch side of a patch in pixels, P
 * @param embed width of the hidden states, E
 * @param layers number of encoder layers
 * @param heads attention heads, H; a divisor of E
 * @param feedForward width inside the feed-forward part, F
 * @param projection width of the space that pictures and texts share, the length of a vector
 * @param epsilon added to the variance in layer norms; above 0
 */
record ClipVisionConfig(
        int image, int patch, int embed, int layers, int heads, int feedForward, int projection, float epsilon) {

    ClipVisionConfig {
        if (patch < 1 || embed < 1 || layers < 1 || heads < 1 || feedForward < 1 || projection < 1) {
            throw new IllegalArgumentException("a size is below 1");
        }
        if (image < patch || image % patch != 0 || embed % heads != 0 || !(epsilon > 0 && Float.isFinite(epsilon))) {
            throw new IllegalArgumentException(
                    "image " + image + ", patch " + patch + ", embed " + embed + ", heads " + heads + ", epsilon "
                            + epsilon
                            + ": expected image to be a multiple of patch, embed of heads, and epsilon above 0");
        }
    }

    /** Tokens of a picture, T: its patches and the class token before them. */
    int tokens() {
        int side = image / patch;
        return side * side + 1;
    }

    /**
     * Reads {@code config.json} of a Hugging Face checkpoint, of the vision tower or of the whole model. Absent options have
     * Hugging Face's defaults, those of ViT-B/32.
     *
     * @throws ModelFileException where the file cannot be read, or naming the option that is out of its range or not supported
     */
    static ClipVisionConfig read(Path file) {
        ModelJson root = ModelJson.read(file);
        boolean isWhole = root.has("vision_config");
        root.requireText("model_type", isWhole ? "clip" : "clip_vision_model");
        ModelJson json = isWhole ? root.object("vision_config") : root;
        if (!"quick_gelu".equals(json.text("hidden_act", "quick_gelu"))) {
            throw json.unsupported("hidden_act", "quick_gelu");
        }
        if (json.whole("num_channels", RgbPicture.CHANNELS) != RgbPicture.CHANNELS) {
            throw json.unsupported("num_channels", Integer.toString(RgbPicture.CHANNELS));
        }
        root.requireAbsent("quantization_config");
        try {
            return new ClipVisionConfig(
                    json.whole("image_size", 224),
                    json.whole("patch_size", 32),
                    json.whole("hidden_size", 768),
                    json.whole("num_hidden_layers", 12),
                    json.whole("num_attention_heads", 12),
                    json.whole("intermediate_size", 3072),
                    root.whole("projection_dim", 512),
                    (float) json.number("layer_norm_eps", 1e-5));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, "has a configuration out of its range: " + e.getMessage(), e);
        }
    }
}
