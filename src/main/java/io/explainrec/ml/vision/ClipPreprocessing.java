package io.explainrec.ml.vision;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.ModelJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads how CLIP's pictures are preprocessed. */
final class ClipPreprocessing {
    /** Of the pictures that CLIP was trained on (Radford et al. 2021, arXiv 2103.00020). */
    static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);

    static final List<Double> DEVIATION = List.of(0.26862954, 0.26130258, 0.27577711);

    /** Pillow's number of bicubic resampling. */
    private static final int BICUBIC = 3;

    private ClipPreprocessing() {}

    /**
     * Reads {@code preprocessor_config.json} of a Hugging Face checkpoint; where there is none, CLIP's own.
     *
     * @param image side of the pictures that the tower takes, in pixels
     * @throws ModelFileException where the file cannot be read, asks for what is not computed here, or for another side
     */
    static Preprocessing read(Path file, int image) {
        if (!Files.exists(file)) {
            return new Preprocessing(image, image, MEAN, DEVIATION);
        }
        ModelJson json = ModelJson.read(file);
        for (String step : List.of("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb")) {
            json.requireFlag(step, true);
        }
        if (json.whole("resample", BICUBIC) != BICUBIC) {
            throw json.unsupported("resample", BICUBIC + ", bicubic");
        }
        if (Math.abs(json.number("rescale_factor", 1 / 255.0) - 1 / 255.0) > 1e-9) {
            throw json.unsupported("rescale_factor", "1/255");
        }
        if (side(json, "crop_size", "height", image) != image || side(json, "crop_size", "width", image) != image) {
            throw json.unsupported("crop_size", image + ", the side that config.json names");
        }
        int shortSide = side(json, "size", "shortest_edge", image);
        try {
            return new Preprocessing(
                    shortSide, image, numbers(json, "image_mean", MEAN), numbers(json, "image_std", DEVIATION));
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, "has a configuration out of its range: " + e.getMessage(), e);
        }
    }

    /** A size, which older files give as one number and newer ones as an object. */
    private static int side(ModelJson json, String name, String part, int fallback) {
        return json.value(name).isObject() ? json.object(name).whole(part) : json.whole(name, fallback);
    }

    private static List<Double> numbers(ModelJson json, String name, List<Double> fallback) {
        if (!json.has(name)) {
            return fallback;
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : json.array(name)) {
            if (!value.isNumber()) {
                throw json.unsupported(name, "three numbers");
            }
            numbers.add(value.doubleValue());
        }
        return numbers;
    }
}
