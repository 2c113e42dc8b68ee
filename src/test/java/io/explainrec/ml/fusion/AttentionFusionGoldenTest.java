package io.explainrec.ml.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a reference that computes each item by itself, from what it has, in double precision (record_fusion.py). */
class AttentionFusionGoldenTest {
    private static final JsonNode RECORDED = Golden.read("fusion");

    private AttentionFusion fusion;
    private List<FusionInput> items;

    @BeforeEach
    void open() {
        fusion = AttentionFusion.open(Golden.folder("fusion"));
        items = new ArrayList<>();
        for (JsonNode item : RECORDED.path("items")) {
            Map<String, float[]> features = new HashMap<>();
            item.path("features")
                    .properties()
                    .forEach(each -> features.put(each.getKey(), Golden.floats(each.getValue())));
            JsonNode context = item.path("context");
            items.add(new FusionInput(features, context.isNull() ? null : Golden.floats(context)));
        }
    }

    @AfterEach
    void close() {
        fusion.close();
    }

    @Test
    void vectorsAndWeightsEqualTheReference() {
        List<FusedItem> fused = fusion.fuse(items);
        for (int i = 0; i < fused.size(); i++) {
            JsonNode expected = RECORDED.path("items").get(i);
            assertThat(fused.get(i).vector()).containsExactly(Golden.floats(expected.path("vector")), within(2e-6f));
            assertThat(fused.get(i).weights()).hasSize(expected.path("weights").size());
            fused.get(i)
                    .weights()
                    .forEach((modality, weight) -> assertThat((double) weight)
                            .isCloseTo(expected.path("weights").path(modality).asDouble(), within(1e-6)));
        }
    }

    @Test
    void gradientsOfAllParametersEqualTheReference() {
        fusion.parameters().values().forEach(parameter -> parameter.setRequiresGradient(true));
        try (NDManager call = Torch.manager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            AttentionFusion.Fused fused = fusion.forward(FusionBatch.of(fusion.config(), items, call));
            NDArray loss = fused.vectors().mul(matrix(call, "probe")).sum();
            loss = loss.add(fused.weights().mul(matrix(call, "weight_probe")).sum());
            assertThat((double) loss.getFloat()).isCloseTo(RECORDED.path("loss").asDouble(), within(1e-5));
            gradients.backward(loss);

            fusion.parameters().forEach((name, parameter) -> {
                float[] expected = Golden.floats(RECORDED.path("gradients").path(name));
                float[] actual = parameter.getGradient().toFloatArray();
                assertThat(actual).as(name).hasSameSizeAs(expected);
                assertThat(distance(actual, expected)).as(name).isLessThan(1e-5 * norm(expected));
            });
        }
    }

    private static NDArray matrix(NDManager manager, String name) {
        List<float[]> rows = new ArrayList<>();
        RECORDED.path(name).forEach(row -> rows.add(Golden.floats(row)));
        return manager.create(rows.toArray(float[][]::new));
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }

    private static double norm(float[] a) {
        return distance(a, new float[a.length]);
    }
}
