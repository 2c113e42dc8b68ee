package io.explainrec.ml.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.ml.weights.TorchCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** On the asset's weights, against the network of the package efficientnet-lite-pytorch (record_vision.py). */
class EfficientNetLiteTest extends ImageEncoderContract {
    private static final Path CHECKPOINT = Golden.asset("efficientnet-lite0");

    /** ImageNet's comic book, web site and book jacket: what it takes a film's poster for. */
    private static final Set<Integer> LIKE_POSTERS = Set.of(916, 917, 921);

    @Override
    ImageEncoder open() {
        return EfficientNetLite.open(CHECKPOINT);
    }

    @Test
    void featuresAndClassesEqualTheReference() {
        float[][] features = encoder().encode(GoldenPictures.pictures());

        int[] classes = classes(features);
        for (int i = 0; i < features.length; i++) {
            JsonNode recorded = GoldenPictures.all().get(i);
            String name = recorded.path("name").asText();
            assertThat(features[i])
                    .as(name)
                    .containsExactly(Golden.floats(recorded.path("efficientnet")), within(5e-5f));
            assertThat(classes[i]).as(name).isEqualTo(recorded.path("top").asInt());
        }
    }

    @Test
    void postersLookLikePosters() throws IOException {
        Path home = Path.of(System.getProperty("explainrec.home", "."));
        Path posters = home.resolve(System.getProperty("explainrec.data", "../shared/data"))
                .resolve("ml-100k/posters");
        assumeThat(posters)
                .as("a folder of posters: none at %s; name the folder above ml-100k by -Dexplainrec.data", posters)
                .isDirectory();
        List<RgbPicture> pictures;
        try (Stream<Path> files = Files.list(posters)) {
            pictures = files.sorted().limit(60).map(EfficientNetLiteTest::read).toList();
        }

        long alike = Arrays.stream(classes(encoder().encode(pictures)))
                .filter(LIKE_POSTERS::contains)
                .count();

        assertThat(alike).isGreaterThan(pictures.size() / 5); // by chance it would be 3 in 1000
    }

    @Test
    void anotherCheckpointIsRefused() {
        Path other = GoldenPictures.FOLDER.resolve("tiny-checkpoint.pth");
        assertThatThrownBy(() -> EfficientNetLite.open(other))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("tiny-checkpoint.pth: has no tensor '_conv_stem.weight'");
        assertThatThrownBy(() -> EfficientNetLite.open(other.resolveSibling("absent.pth")))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("absent.pth: cannot be read");
    }

    private static RgbPicture read(Path file) {
        try {
            return PictureDecoder.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classifier's first choice for each row of features. */
    private static int[] classes(float[][] features) {
        try (TorchCheckpoint file = TorchCheckpoint.open(CHECKPOINT);
                NDManager manager = Torch.manager()) {
            NDArray rows = manager.create(features);
            NDArray logits = Torch.linear(rows, file.load("_fc.weight", manager), file.load("_fc.bias", manager));
            return Arrays.stream(logits.argMax(1).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
    }
}
