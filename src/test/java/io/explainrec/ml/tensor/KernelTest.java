package io.explainrec.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fused operations and their gradients against the same written out in single ones. */
class KernelTest {
    private static final float TOLERANCE = 1e-5f;
    private static final int HEADS = 4;
    private static final int KEY_HEADS = 2;
    private static final int TOKENS = 5;
    private static final int SIZE = 8;

    private final Random random = new Random(3);

    @BeforeEach
    void keepGraphs() {
        Torch.trainingThread(1);
    }

    @AfterEach
    void keepNone() {
        Torch.inferenceThread(1);
    }

    private NDArray made(NDManager manager, long... shape) {
        float[] values = new float[(int) new Shape(shape).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        NDArray array = manager.create(values, new Shape(shape));
        array.setRequiresGradient(true);
        return array;
    }

    /** Values and gradients of a sum of squares. */
    private static void same(List<NDArray> inputs, NDArray fused, NDArray single) {
        assertThat(fused.toFloatArray()).containsExactly(single.toFloatArray(), within(TOLERANCE));
        BiConsumer<NDArray, List<float[]>> gradients = (value, to) -> {
            inputs.forEach(Torch::zeroGradient);
            Torch.backward(value.square().sum());
            inputs.forEach(
                    input -> to.add(Torch.gradient(input, value.getManager()).toFloatArray()));
        };
        List<float[]> ofFused = new ArrayList<>();
        List<float[]> ofSingle = new ArrayList<>();
        gradients.accept(fused, ofFused);
        gradients.accept(single, ofSingle);
        for (int i = 0; i < inputs.size(); i++) {
            assertThat(ofFused.get(i)).containsExactly(ofSingle.get(i), within(10 * TOLERANCE));
        }
    }

    @Test
    void attentionEqualsItsDefinition() {
        try (NDManager manager = Torch.manager()) {
            NDArray q = made(manager, 1, HEADS, TOKENS, SIZE);
            NDArray k = made(manager, 1, KEY_HEADS, TOKENS, SIZE);
            NDArray v = made(manager, 1, KEY_HEADS, TOKENS, SIZE);
            float[] causal = new float[TOKENS * TOKENS];
            for (int i = 0; i < TOKENS; i++) {
                for (int j = i + 1; j < TOKENS; j++) {
                    causal[i * TOKENS + j] = -Float.MAX_VALUE;
                }
            }
            NDArray mask = manager.create(causal, new Shape(1, 1, TOKENS, TOKENS));
            NDArray grouped = q.reshape(1, KEY_HEADS, (long) HEADS / KEY_HEADS * TOKENS, SIZE);
            NDArray scores = Torch.matmul(grouped, Torch.transpose(k, 2, 3))
                    .mul(manager.create((float) (1 / Math.sqrt(SIZE)))) // lives until the gradients are there
                    .reshape(1, KEY_HEADS, HEADS / KEY_HEADS, TOKENS, TOKENS)
                    .add(mask)
                    .softmax(-1)
                    .reshape(1, KEY_HEADS, (long) HEADS / KEY_HEADS * TOKENS, TOKENS);
            NDArray expected = Torch.matmul(scores, v).reshape(1, HEADS, TOKENS, SIZE);
            same(List.of(q, k, v), Kernel.MASKED_ATTENTION.of(q, k, v, mask), expected);
            assertThat(Kernel.CAUSAL_ATTENTION.of(q, k, v).toFloatArray())
                    .containsExactly(expected.toFloatArray(), within(TOLERANCE));
        }
    }

    /** Over several blocks, the last of them short, and with a mask of each row's own: that of its branches behind a prefix. */
    @Test
    void attentionByBlocksIsAttention() {
        int tokens = 150;
        try (NDManager manager = Torch.manager()) {
            NDArray q = made(manager, 2, HEADS, tokens, SIZE);
            NDArray k = made(manager, 2, KEY_HEADS, tokens, SIZE);
            NDArray v = made(manager, 2, KEY_HEADS, tokens, SIZE);
            float[] mask = new float[2 * tokens * tokens];
            for (int row = 0; row < 2; row++) {
                int prefix = row == 0 ? 40 : 100;
                for (int i = 0; i < tokens; i++) {
                    for (int j = 0; j < tokens; j++) {
                        boolean seen = j <= i && (j < prefix || j / 10 == i / 10);
                        mask[(row * tokens + i) * tokens + j] = seen ? 0 : -1e30f;
                    }
                }
            }
            NDArray own = manager.create(mask, new Shape(2, 1, tokens, tokens));
            same(List.of(q, k, v), Kernel.BLOCK_ATTENTION.of(q, k, v, own), Kernel.MASKED_ATTENTION.of(q, k, v, own));
            NDArray shared = own.get("0:1");
            same(
                    List.of(q, k, v),
                    Kernel.BLOCK_ATTENTION.of(q, k, v, shared),
                    Kernel.MASKED_ATTENTION.of(q, k, v, shared));
        }
    }

    @Test
    void swishGateEqualsItsDefinition() {
        try (NDManager manager = Torch.manager()) {
            NDArray g = made(manager, 3, SIZE);
            NDArray u = made(manager, 3, SIZE);
            same(
                    List.of(g, u),
                    Kernel.SWISH_GATE.of(g, u),
                    g.mul(Torch.sigmoid(g)).mul(u));
        }
    }

    @Test
    void rmsNormEqualsItsDefinition() {
        try (NDManager manager = Torch.manager()) {
            NDArray x = made(manager, 3, SIZE);
            NDArray w = made(manager, SIZE);
            NDArray epsilon = manager.create(1e-5f);
            NDArray root = x.square().mean(new int[] {-1}, true).add(epsilon).sqrt();
            same(
                    List.of(x, w),
                    Kernel.RMS_NORM.of(x, w, epsilon, w),
                    x.div(root).mul(w));
        }
    }

    @Test
    void rotationEqualsItsDefinition() {
        try (NDManager manager = Torch.manager()) {
            NDArray x = made(manager, 2, 3, SIZE);
            NDArray c = made(manager, 3, SIZE);
            NDArray s = made(manager, 3, SIZE);
            NDArray swapped = Torch.concat(2, Torch.slice(x, 2, SIZE / 2, SIZE), Torch.slice(x, 2, 0, SIZE / 2));
            same(List.of(x), Kernel.ROTATION.of(x, c, s), x.mul(c).add(swapped.mul(s)));
        }
    }

    @Test
    void plusLowRankEqualsItsDefinition() {
        try (NDManager manager = Torch.manager()) {
            NDArray y = made(manager, 2, 3, SIZE);
            NDArray x = made(manager, 2, 3, SIZE);
            NDArray a = made(manager, 2, SIZE);
            NDArray b = made(manager, SIZE, 2);
            NDArray scale = manager.create(2f);
            same(
                    List.of(y, x, a, b),
                    Kernel.PLUS_LOW_RANK.of(y, x, a, b, scale),
                    y.add(Torch.linear(Torch.linear(x, a).mul(scale), b)));
        }
    }

    @Test
    void theValueBelongsToTheFirstArgument() {
        try (NDManager manager = Torch.manager();
                NDManager scope = manager.newSubManager()) {
            NDArray g = manager.ones(new Shape(2));
            NDArray u = scope.ones(new Shape(2));
            assertThat(Kernel.SWISH_GATE.of(u, g).getManager()).isSameAs(scope);
        }
    }

    /** Under gradients an input holds all that it was computed from: 800 MB would stay here. */
    @Test
    void oneThatFailsLeavesNothingBehind() throws IOException {
        try (NDManager manager = Torch.manager()) {
            failing(manager, 20); // what the engine keeps for itself
            long before = residentMegabytes();
            failing(manager, 200);
            assertThat(residentMegabytes() - before).isLessThan(200);
        }
    }

    private static void failing(NDManager manager, int times) {
        for (int k = 0; k < times; k++) {
            try (NDManager call = manager.newSubManager()) {
                NDArray x = call.ones(new Shape(1024, 1024));
                NDArray other = call.ones(new Shape(7));
                assertThatThrownBy(() -> Kernel.SWISH_GATE.of(x, other)).isInstanceOf(RuntimeException.class);
            }
        }
    }

    private static long residentMegabytes() throws IOException {
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ")[1];
        return Long.parseLong(pages) * 4096 / 1_000_000;
    }
}
