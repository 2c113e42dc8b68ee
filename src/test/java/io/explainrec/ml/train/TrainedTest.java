package io.explainrec.ml.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.explainrec.ml.tensor.Torch;
import io.explainrec.ml.train.Checkpoints.State;
import io.explainrec.ml.train.Trained.Head;
import io.explainrec.ml.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads beside an adapter: kept, taken up again, refused where they are others. */
class TrainedTest {
    private static TrainedTiny tiny;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        tiny = new TrainedTiny();
    }

    @AfterAll
    static void close() {
        tiny.close();
    }

    private static Trained with(NDManager manager, float... values) {
        NDArray bias = manager.create(values);
        return new Trained(tiny.adapter, List.of(new Head("rating", Map.of("bias", bias), false)));
    }

    @Test
    void aCheckpointHoldsTheHeadsToTheLastBit() {
        try (NDManager manager = Torch.manager()) {
            Trained before = with(manager, 0.1f, Float.MIN_VALUE);
            Map<String, NDArray> moments = Map.of("first.rating.bias", manager.create(new float[] {3, 4}));
            Checkpoints checkpoints = new Checkpoints(folder);
            checkpoints.write(new State(7, 0.5, 0, 64, List.of(0.25, Double.NaN)), before, moments, "tiny", true);

            Trained after = with(manager, 0, 0);
            Map<String, NDArray> taken = Map.of(
                    "first.rating.bias",
                    manager.zeros(moments.values().iterator().next().getShape()));
            assertThat(checkpoints.resume(after, taken)).contains(new State(7, 0.5, 0, 64, List.of(0.25, Double.NaN)));
            assertThat(after.parameters().get("rating.bias").toFloatArray()).containsExactly(0.1f, Float.MIN_VALUE);
            assertThat(taken.get("first.rating.bias").toFloatArray()).containsExactly(3, 4);
            assertThat(after.files())
                    .allSatisfy(
                            file -> assertThat(checkpoints.best().orElseThrow().resolve(file))
                                    .exists());
        }
    }

    @Test
    void aCheckpointFromBeforeThereWereTasksIsReadToo() throws IOException {
        Checkpoints checkpoints = new Checkpoints(folder);
        checkpoints.write(new State(3, 0.5, 1, 64, List.of()), Trained.of(tiny.adapter), Map.of(), "tiny", false);
        Files.writeString(
                folder.resolve("checkpoint-3/state.json"),
                "{\"step\":3,\"bestUauc\":0.25,\"sinceBest\":1,\"microTokens\":64}");
        assertThat(checkpoints.resume(Trained.of(tiny.adapter), Map.of()))
                .contains(new State(3, 0.25, 1, 64, List.of()));
    }

    @Test
    void refusesOtherHeads() {
        try (NDManager manager = Torch.manager()) {
            with(manager, 1, 2).write(folder, "tiny");
            assertThatThrownBy(() -> with(manager, 1, 2, 3).load(folder))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining(Trained.HEADS)
                    .hasMessageContaining("rating.bias");
            NDArray scale = manager.create(1f);
            Trained other = new Trained(tiny.adapter, List.of(new Head("rating", Map.of("scale", scale), true)));
            assertThatThrownBy(() -> other.load(folder)).hasMessageContaining("rating.scale");
            Trained.of(tiny.adapter).write(folder.resolve("alone"), "tiny");
            assertThat(Files.exists(folder.resolve("alone").resolve(Trained.HEADS)))
                    .isFalse();
            assertThatThrownBy(() -> with(manager, 1).load(folder.resolve("alone")))
                    .isInstanceOf(ModelFileException.class)
                    .hasMessageContaining(Trained.HEADS);
        }
    }

    @Test
    void namesTellHeadsApart() {
        try (NDManager manager = Torch.manager()) {
            Map<String, NDArray> one = Map.of("p", manager.create(1f));
            assertThatThrownBy(() -> new Head("a.b", one, true)).hasMessageContaining("'a.b'");
            assertThatThrownBy(() -> new Head("a", Map.of(), true)).hasMessageContaining("one parameter or more");
            Head head = new Head("a", one, true);
            assertThatThrownBy(() -> new Trained(tiny.adapter, List.of(head, head)))
                    .hasMessageContaining("[a, a]");
            assertThat(new Trained(tiny.adapter, List.of(head, new Head("b", one, false))).undecayed())
                    .containsExactly("b.p");
        }
    }
}
