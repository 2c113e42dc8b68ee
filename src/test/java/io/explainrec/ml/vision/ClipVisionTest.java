package io.explainrec.ml.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a tiny tower with random weights, against transformers (record_vision.py). */
class ClipVisionTest extends ImageEncoderContract {
    private static final Path TINY = GoldenPictures.FOLDER.resolve("tiny-clip");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Override
    ImageEncoder open() {
        return ClipVision.open(TINY);
    }

    @Test
    void embeddingsEqualTheReference() {
        float[][] vectors = encoder().encode(GoldenPictures.pictures());
        for (int i = 0; i < vectors.length; i++) {
            JsonNode recorded = GoldenPictures.all().get(i);
            assertThat(vectors[i])
                    .as(recorded.path("name").asText())
                    .containsExactly(Golden.floats(recorded.path("clip")), within(1e-5f));
        }
    }

    /** 350 MB of random weights are not kept: record_vision.py writes them where it is asked to. */
    @Test
    void aTowerOfTheSizeOfViTB32EqualsTheReference() {
        Path full = Path.of(System.getProperty("explainrec.clip", "no folder"));
        assumeThat(full)
                .as("a folder that record_vision.py wrote; name it by -Dexplainrec.clip")
                .isDirectory();
        JsonNode recorded = Golden.read(full.resolve("embeds.json.gz"));
        try (ImageEncoder encoder = ClipVision.open(full)) {
            for (int i = 0; i < recorded.path("names").size(); i++) {
                String name = recorded.path("names").get(i).asText();
                RgbPicture picture = PictureDecoder.decode(GoldenPictures.bytes(name));
                float[] vector = encoder.encode(List.of(picture))[0];
                float[] expected = Golden.floats(recorded.path("embeds").get(i));
                assertThat(vector).as(name).containsExactly(expected, within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " | ", quoteCharacter = '`', textBlock = """
            config.json              | model_type          | "clip_text_model"           | 'model_type' is "clip_text_model"
            config.json              | hidden_act          | "gelu"                      | 'hidden_act' is "gelu"
            config.json              | num_channels        | 1                           | 'num_channels' is 1
            config.json              | patch_size          | 5                           | image to be a multiple of patch
            config.json              | patch_size          | 0                           | a size is below 1
            config.json              | num_attention_heads | 3                           | embed of heads
            config.json              | layer_norm_eps      | 0                           | epsilon above 0
            config.json              | hidden_size         | "16"                        | 'hidden_size' is "16"
            config.json              | num_hidden_layers   | 1                           | 16 tensors that this program does not compute
            config.json              | num_hidden_layers   | 3                           | no tensor 'vision_model.encoder.layers.2
            config.json              | projection_dim      | 512                         | expected (512, 16)
            config.json              | patch_size          | 16                          | expected (16, 3, 16, 16)
            config.json              | image_size          | 64                          | 'crop_size' is {"height":32,"width":32}
            preprocessor_config.json | resample            | 2                           | 'resample' is 2
            preprocessor_config.json | do_resize           | false                       | 'do_resize' is false
            preprocessor_config.json | do_convert_rgb      | false                       | 'do_convert_rgb' is false
            preprocessor_config.json | rescale_factor      | 1                           | 'rescale_factor' is 1
            preprocessor_config.json | crop_size           | {"height":32,"width":31}    | 'crop_size' is
            preprocessor_config.json | crop_size           | 16                          | 'crop_size' is 16
            preprocessor_config.json | size                | {"height":32,"width":32}    | 'size.shortest_edge' is missing
            preprocessor_config.json | size                | 31                          | square 32
            preprocessor_config.json | image_mean          | [0.5, 0.5]                  | three of each
            preprocessor_config.json | image_std           | [0.5, "0.5", 0.5]           | 'image_std' is
            preprocessor_config.json | image_std           | [0.5, 0.5, 0]               | above 0
            """)
    void optionsThatAreNotComputedAreRefused(String file, String field, String value, String message)
            throws IOException {
        set(file, field, value);
        assertRefused(message);
    }

    @Test
    void olderAndWholeConfigurationsGiveTheSame() throws IOException {
        set("preprocessor_config.json", "size", "36");
        set("preprocessor_config.json", "crop_size", "32");
        ObjectNode tower =
                (ObjectNode) JSON.readTree(TINY.resolve("config.json").toFile());
        tower.remove("projection_dim");
        ObjectNode whole = JSON.createObjectNode().put("model_type", "clip").put("projection_dim", 12);
        JSON.writeValue(folder.resolve("config.json").toFile(), whole.set("vision_config", tower));
        try (ImageEncoder encoder = ClipVision.open(folder)) {
            RgbPicture picture = GoldenPictures.pictures().getFirst();
            assertThat(encoder.encode(List.of(picture))).isDeepEqualTo(encoder().encode(List.of(picture)));
            assertThat(encoder.version()).isNotEqualTo(encoder().version());
        }
    }

    @Test
    void withoutAPreprocessorTheConfigurationsSideIsTaken() throws IOException {
        set("config.json", "dtype", "\"float32\"");
        Files.delete(folder.resolve("preprocessor_config.json"));
        try (ImageEncoder encoder = ClipVision.open(folder)) {
            assertThat(encoder.encode(GoldenPictures.pictures()))
                    .hasNumberOfRows(GoldenPictures.all().size());
        }
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        set("config.json", "dtype", "\"float32\"");
        for (String name : new String[] {"model.safetensors", "config.json"}) {
            Files.delete(folder.resolve(name));
            assertRefused(name);
        }
    }

    /** A copy of the tiny tower with one option changed. */
    private void set(String file, String field, String value) throws IOException {
        for (String name : new String[] {"config.json", "preprocessor_config.json", "model.safetensors"}) {
            if (Files.notExists(folder.resolve(name))) {
                Files.copy(TINY.resolve(name), folder.resolve(name));
            }
        }
        ObjectNode json = (ObjectNode) JSON.readTree(folder.resolve(file).toFile());
        json.set(field, JSON.readTree(value));
        JSON.writeValue(folder.resolve(file).toFile(), json);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ClipVision.open(folder).close())
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(message);
    }
}
