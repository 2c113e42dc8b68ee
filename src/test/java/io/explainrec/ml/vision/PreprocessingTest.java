package io.explainrec.ml.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    private static final Preprocessing PLAIN = new Preprocessing(4, 2, List.of(0., 0., 0.), List.of(1., 1., 1.));

    @Test
    void squaresEqualPillowsInEveryByte() {
        for (JsonNode recorded : GoldenPictures.all()) {
            byte[] square = EfficientNetLite.PREPROCESSING.square(GoldenPictures.picture(recorded));
            int[] expected = Golden.ints(recorded.path("square"));
            int[] probes = GoldenPictures.probes();
            for (int i = 0; i < probes.length; i++) {
                int pixel = probes[i] % (224 * 224);
                int actual = square[3 * pixel + probes[i] / (224 * 224)] & 0xFF;
                assertThat(actual).as(recorded.path("name").asText()).isEqualTo(expected[i]);
            }
        }
    }

    @Test
    void pixelsEqualThoseOfClipsOwnProcessor() {
        Preprocessing clip = new Preprocessing(224, 224, ClipPreprocessing.MEAN, ClipPreprocessing.DEVIATION);
        for (JsonNode recorded : GoldenPictures.all()) {
            FloatBuffer pixels = FloatBuffer.allocate(3 * 224 * 224);
            clip.put(GoldenPictures.picture(recorded), pixels);
            int[] probes = GoldenPictures.probes();
            float[] actual = new float[probes.length];
            for (int i = 0; i < probes.length; i++) {
                actual[i] = pixels.get(probes[i]);
            }
            assertThat(pixels.hasRemaining()).isFalse();
            assertThat(actual)
                    .as(recorded.path("name").asText())
                    .containsExactly(Golden.floats(recorded.path("pixels")), within(2e-6f));
        }
    }

    @Test
    void aPictureOfTheSizeStaysAsItIs() {
        byte[] rgb = new byte[3 * 4 * 4];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (5 * i);
        }
        byte[] square = PLAIN.square(new RgbPicture(4, 4, rgb));

        assertThat(square).startsWith(Arrays.copyOfRange(rgb, 15, 21)).endsWith(Arrays.copyOfRange(rgb, 27, 33));
        FloatBuffer channels = FloatBuffer.allocate(12);
        PLAIN.put(new RgbPicture(4, 4, rgb), channels);
        assertThat(channels.get(0)).isEqualTo(75 / 255f);
        assertThat(channels.get(1)).isEqualTo(90 / 255f);
        assertThat(channels.get(4)).isEqualTo(80 / 255f);
    }

    @Test
    void oneColourStaysThatColourInAnyShape() {
        for (int[] size : new int[][] {{1, 1}, {1, 300_000}, {300_000, 1}, {3, 5000}, {4000, 2000}, {2, 2}, {7, 8}}) {
            byte[] rgb = new byte[3 * size[0] * size[1]];
            Arrays.fill(rgb, (byte) 200);
            byte[] square = EfficientNetLite.PREPROCESSING.square(new RgbPicture(size[0], size[1], rgb));
            assertThat(square).hasSize(3 * 224 * 224).containsOnly((byte) 200);
        }
    }

    @Test
    void sizesAndNumbersOutOfRangeAreRefused() {
        List<Double> ones = List.of(1., 1., 1.);
        assertThatThrownBy(() -> new Preprocessing(200, 224, ones, ones)).hasMessageContaining("square 224");
        assertThatThrownBy(() -> new Preprocessing(5000, 224, ones, ones)).hasMessageContaining("<= 2048");
        assertThatThrownBy(() -> new Preprocessing(224, 0, ones, ones)).hasMessageContaining("square 0");
        assertThatThrownBy(() -> new Preprocessing(224, 224, List.of(1.), ones)).hasMessageContaining("three of each");
        assertThatThrownBy(() -> new Preprocessing(224, 224, ones, List.of(1., 0., 1.)))
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Preprocessing(224, 224, List.of(1., Double.NaN, 1.), ones))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new RgbPicture(2, 2, new byte[11])).hasMessageContaining("2 x 2 has 11 bytes");
        assertThatThrownBy(() -> new RgbPicture(0, 2, new byte[0])).hasMessageContaining("0 x 2");
    }
}
