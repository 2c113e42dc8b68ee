package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.ml.Golden;
import io.explainrec.ml.llama.SequenceBatch;
import io.explainrec.ml.llama.SharedSequence;
import io.explainrec.ml.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Gradients, clipping and steps against PEFT and PyTorch. */
class AdamWTest {
    private static final double GRADIENT_TOLERANCE = 2e-5;
    private static final double LOSS_TOLERANCE = 1e-5;

    @Test
    void gradientsAndTenStepsEqualPyTorch() {
        try (TrainedTiny tiny = new TrainedTiny()) {
            JsonNode steps = tiny.golden.path("steps");
            assertThat(loss(tiny, steps)).isCloseTo(steps.path("loss").floatValue(), within((float) LOSS_TOLERANCE));
            assertThat(TrainedTiny.distance(tiny.gradients(), steps.path("gradients")))
                    .isLessThan(GRADIENT_TOLERANCE);

            var options = new AdamW.Options(0.9, 0.999, 1e-8, 0.01);
            try (AdamW optimizer = new AdamW(tiny.adapter.parameters(), options)) {
                optimizer.zeroGradients();
                for (JsonNode taken : steps.path("taken")) {
                    assertThat((double) loss(tiny, steps))
                            .isCloseTo(taken.path("loss").asDouble(), within(LOSS_TOLERANCE));
                    assertThat(optimizer.clip(0.5)).isCloseTo(taken.path("norm").asDouble(), within(1e-4));
                    optimizer.step(1e-2);
                }
            }
            Map<String, float[]> after = new TreeMap<>();
            tiny.adapter.parameters().forEach((name, parameter) -> after.put(name, parameter.toFloatArray()));
            assertThat(TrainedTiny.distance(after, steps.path("after"))).isLessThan(1e-3);
        }
    }

    private static float loss(TrainedTiny tiny, JsonNode steps) {
        int labelled = steps.path("labelled").asInt();
        List<int[]> rows = new ArrayList<>();
        steps.path("rows").forEach(row -> rows.add(Golden.ints(row)));
        SequenceBatch batch = new SequenceBatch(rows.stream()
                .map(row -> new SharedSequence(new int[0], List.of(row)))
                .toList());
        long[] places = IntStream.range(0, rows.size())
                .boxed()
                .flatMapToLong(s -> IntStream.range(0, labelled)
                        .mapToLong(k -> batch.place(s, 0, rows.get(s).length - labelled - 1 + k)))
                .toArray();
        long[] targets = rows.stream()
                .flatMapToInt(row -> Arrays.stream(row, row.length - labelled, row.length))
                .asLongStream()
                .toArray();
        try (NDManager scope = tiny.llama.newCall()) {
            NDArray hidden = tiny.llama.hidden(batch, places, tiny.adapter.over(tiny.llama.linears()), scope);
            NDArray expected = scope.create(targets, new Shape(targets.length, 1));
            NDArray loss = Torch.gather(tiny.llama.logits(hidden).logSoftmax(-1), 1, expected)
                    .neg()
                    .mean();
            Torch.backward(loss);
            return loss.getFloat();
        }
    }

    @Test
    void weightDecayAloneShrinksAllThatItIsNotKeptFrom() {
        Torch.trainingThread(1);
        try (NDManager manager = Torch.manager()) {
            NDArray parameter = manager.create(new float[] {2, -4});
            NDArray kept = manager.create(new float[] {2, -4});
            parameter.setRequiresGradient(true);
            kept.setRequiresGradient(true);
            Map<String, NDArray> both = Map.of("p", parameter, "kept", kept);
            try (AdamW optimizer = new AdamW(both, Set.of("kept"), new AdamW.Options(0.9, 0.999, 1e-8, 0.5))) {
                optimizer.step(0.1);
            }
            assertThat(parameter.toFloatArray()).containsExactly(1.9f, -3.8f);
            assertThat(kept.toFloatArray()).containsExactly(2, -4);
        } finally {
            Torch.inferenceThread(1);
        }
    }
}
