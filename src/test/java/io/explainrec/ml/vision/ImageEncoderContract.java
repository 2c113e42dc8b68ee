package io.explainrec.ml.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every image encoder keeps to. */
abstract class ImageEncoderContract {
    private static final List<RgbPicture> PICTURES = GoldenPictures.pictures();

    private ImageEncoder encoder;

    abstract ImageEncoder open();

    @BeforeEach
    void load() {
        Torch.inferenceThread(2);
        encoder = open();
    }

    @AfterEach
    void close() {
        encoder.close();
    }

    ImageEncoder encoder() {
        return encoder;
    }

    @Test
    void everyPictureHasAVectorInItsPlace() {
        List<RgbPicture> twice = new ArrayList<>(PICTURES);
        twice.addAll(PICTURES.reversed());
        assertThat(twice).hasSizeGreaterThan(BatchedEncoder.BATCH);

        float[][] vectors = encoder.encode(twice);

        for (int i = 0; i < vectors.length; i++) {
            assertThat(vectors[i]).hasSize(encoder.dimension()).doesNotContain(Float.NaN);
            assertThat(vectors[vectors.length - 1 - i]).containsExactly(vectors[i], within(1e-4f));
        }
        assertThat(vectors[0]).isNotEqualTo(vectors[1]);
    }

    @Test
    void neighboursInABatchDoNotMatter() {
        float[] alone = encoder.encode(List.of(PICTURES.get(2)))[0];
        assertThat(encoder.encode(PICTURES)[2]).containsExactly(alone, within(1e-4f));
    }

    @Test
    void noPicturesHaveNoVectors() {
        assertThat(encoder.encode(List.of())).isEmpty();
    }

    @Test
    void theVersionNamesTheWeights() {
        assertThat(encoder.version()).matches("[a-z0-9-]+-[0-9]+-[0-9a-f]{12}");
        try (ImageEncoder again = open()) {
            assertThat(again.version()).isEqualTo(encoder.version());
        }
    }

    @Test
    void threadsShareAnEncoder() {
        List<RgbPicture> one = PICTURES.subList(3, 4);
        float[] expected = encoder.encode(one)[0];
        List<CompletableFuture<float[]>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> {
                Torch.inferenceThread(1);
                return encoder.encode(one)[0];
            }));
        }
        calls.forEach(call -> assertThat(call.join()).containsExactly(expected, within(1e-4f)));
    }

    @Test
    void callsLeaveNothingBehind() {
        BatchedEncoder held = (BatchedEncoder) encoder;
        encoder.encode(PICTURES.subList(0, 1));
        int before = held.heldArrays();
        for (int i = 0; i < 20; i++) {
            encoder.encode(PICTURES.subList(0, 1));
        }
        assertThat(held.heldArrays()).isEqualTo(before);
    }
}
