package io.explainrec.ml.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftTokenProjectionTest {
    @TempDir
    Path folder;

    @Test
    void tokensAndGradientsOnPaper() {
        try (SoftTokenProjection projection = SoftTokenProjection.initial(2, 3, 1, 1);
                NDManager call = Torch.manager()) {
            projection.parameters().get("weight").set(new float[] {1, 2, 3, 4, 5, 6});
            projection.parameters().get("bias").set(new float[] {10, 20, 30});
            assertThat(projection.tokens(List.of(new float[] {1, 0}, new float[] {1, -1})))
                    .isDeepEqualTo(new float[][] {{11, 23, 35}, {9, 19, 29}});

            projection.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
            try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
                gradients.backward(projection
                        .forward(call.create(new float[][] {{1, 0}, {1, -1}}))
                        .sum());
                assertThat(projection.parameters().get("weight").getGradient().toFloatArray())
                        .containsExactly(2, -1, 2, -1, 2, -1);
                assertThat(projection.parameters().get("bias").getGradient().toFloatArray())
                        .containsExactly(2, 2, 2);
            }
        }
    }

    @Test
    void firstTokensAreAsLoudAsAskedFor() {
        Random random = new Random(5);
        float[] vector = new float[256];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        try (SoftTokenProjection projection = SoftTokenProjection.initial(256, 2000, .12, 1)) {
            double square = 0;
            for (float value : projection.tokens(List.of(vector))[0]) {
                square += value * value;
            }
            assertThat(Math.sqrt(square / 2000)).isCloseTo(.12, within(.02));
        }
    }

    @Test
    void theFilesKeepIt() {
        float[] vector = {1, 2};
        try (SoftTokenProjection projection = SoftTokenProjection.initial(2, 3, .1, 4)) {
            projection.save(folder);
            try (SoftTokenProjection read = SoftTokenProjection.open(folder)) {
                assertThat(read.width()).isEqualTo(2);
                assertThat(read.embed()).isEqualTo(3);
                assertThat(read.tokens(List.of(vector))).isDeepEqualTo(projection.tokens(List.of(vector)));
            }
            int before = projection.held();
            for (int i = 0; i < 50; i++) {
                projection.tokens(List.of(vector));
            }
            assertThat(projection.held()).isEqualTo(before);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        assertThatThrownBy(() -> SoftTokenProjection.initial(0, 3, .1, 1)).hasMessageContaining("width 0");
        assertThatThrownBy(() -> SoftTokenProjection.initial(2, 3, 0, 1)).hasMessageContaining("the deviation is 0");
        try (SoftTokenProjection projection = SoftTokenProjection.initial(2, 3, .1, 1)) {
            assertThat(projection.tokens(List.of())).isEmpty();
            assertThatThrownBy(() -> projection.tokens(List.of(new float[3])))
                    .hasMessageContaining("length 3; expected 2");
            projection.save(folder);
        }
        Path config = folder.resolve("config.json");
        String json = Files.readString(config);
        Files.writeString(config, json.replace(": 3", ": 0"));
        assertThatThrownBy(() -> SoftTokenProjection.open(folder))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("embed 0; expected at least 1");
        Files.writeString(config, json.replace(": 3", ": 4"));
        assertThatThrownBy(() -> SoftTokenProjection.open(folder)).hasMessageContaining("expected (4, 2)");
    }
}
