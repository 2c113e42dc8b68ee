package io.explainrec.ml.vision;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The pictures that record_vision.py made, and what the reference gave for them. */
final class GoldenPictures {
    static final Path FOLDER = Golden.folder("vision");
    private static final JsonNode RECORDED = Golden.read("vision/vision");

    private GoldenPictures() {}

    /** One entry per picture. */
    static List<JsonNode> all() {
        return StreamSupport.stream(RECORDED.path("pictures").spliterator(), false)
                .toList();
    }

    /** Indices, in channels, rows and columns, of the values that were recorded of a preprocessed picture. */
    static int[] probes() {
        return Golden.ints(RECORDED.path("probes"));
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RgbPicture picture(JsonNode recorded) {
        return PictureDecoder.decode(bytes(recorded.path("name").asText()));
    }

    static List<RgbPicture> pictures() {
        return all().stream().map(GoldenPictures::picture).toList();
    }
}
