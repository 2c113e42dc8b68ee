package io.explainrec.ml.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The operations that DJL's public API lacks or hides behind something slower. The only class that touches DJL's internal
 * JNI. A result belongs to the manager of the first operand: put the activation first, never the weight.
 */
public final class Torch {
    private static final String ENGINE = "PyTorch";

    private Torch() {}

    /** A manager of its own, for something that lives long. */
    public static NDManager manager() {
        return NDManager.newBaseManager(null, ENGINE);
    }

    /** Loads the native library in the background, for a process that will need it and has other things to do first. */
    public static void preload() {
        Thread.ofPlatform().daemon().name("torch-preload").start(() -> {
            try {
                manager().close();
            } catch (RuntimeException | LinkageError e) {
                // Whoever needs the engine meets the same fault, and reports it.
            }
        });
    }

    /**
     * Makes the calling thread an inference thread: no gradients, and this many threads inside an operation. Both settings
     * are the thread's own, and gradients are on for every new thread.
     */
    public static void inferenceThread(int threads) {
        manager().close(); // loads the engine
        JniUtils.setGradMode(false);
        JniUtils.setNumThreads(threads);
    }

    /** x (.., in) times the transpose of weight (out, in): (.., out). */
    public static NDArray linear(NDArray x, NDArray weight) {
        return JniUtils.linear(pt(x), pt(weight), null);
    }

    /** x (.., in) times the transpose of weight (out, in), plus bias (out): (.., out). */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return JniUtils.linear(pt(x), pt(weight), pt(bias));
    }

    /** Rows of the table (rows, E) by ids (B, T) of int64: (B, T, E), owned by the ids' manager. */
    public static NDArray embedding(NDArray ids, NDArray table) {
        return JniUtils.embedding(pt(ids), pt(table), false);
    }

    /** Normalises the last axis to mean 0 and variance 1, then scales and shifts. */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, float epsilon) {
        return JniUtils.layerNorm(pt(x), new Shape(x.getShape().tail()), pt(weight), pt(bias), epsilon);
    }

    /** Scales the last axis to root mean square 1, then by the weight (arXiv 1910.07467, eq. 4). */
    public static NDArray rmsNorm(NDArray x, NDArray weight, NDArray epsilon) {
        NDArray meanSquare = JniUtils.mean(JniUtils.square(pt(x)), -1, true);
        return x.div(meanSquare.add(epsilon).sqrt()).mul(weight);
    }

    /** x sigmoid(x). */
    public static NDArray silu(NDArray x) {
        return x.mul(JniUtils.sigmoid(pt(x)));
    }

    /** x sigmoid(1.702 x), an approximation of {@link #gelu}. */
    public static NDArray quickGelu(NDArray x) {
        return x.mul(JniUtils.sigmoid(pt(x.mul(1.702f))));
    }

    /** x times the standard normal's distribution function, exact. */
    public static NDArray gelu(NDArray x) {
        return JniUtils.gelu(pt(x));
    }

    /**
     * Convolution in two dimensions of x (B, in, height, width) by weight (out, in / groups, kernel, kernel) and bias (out) or
     * null: (B, out, ..).
     */
    public static NDArray convolution(NDArray x, NDArray weight, NDArray bias, int stride, int padding, int groups) {
        PtNDArray shift = bias == null ? null : pt(bias);
        Shape one = new Shape(1, 1);
        Shape steps = new Shape(stride, stride);
        return JniUtils.convolution(pt(x), pt(weight), shift, steps, new Shape(padding, padding), one, groups);
    }

    /** x (B, C, height, width) with that many zeros before and behind each row and column. */
    public static NDArray pad(NDArray x, int before, int behind) {
        return JniUtils.pad(pt(x), new long[] {before, behind, before, behind}, 0);
    }

    /** Indices from to to - 1 of one axis, a view. */
    public static NDArray slice(NDArray x, int axis, long from, long to) {
        return JniUtils.slice(pt(x), axis, from, to, 1);
    }

    /** The arrays one after another along an axis. */
    public static NDArray concat(int axis, NDArray... arrays) {
        return JniUtils.cat(Arrays.stream(arrays).map(Torch::pt).toArray(PtNDArray[]::new), axis);
    }

    /** Swaps two axes, a view. */
    public static NDArray transpose(NDArray x, int first, int second) {
        return JniUtils.transpose(pt(x), first, second);
    }

    /** Matrix product of the last two axes, the others broadcast. */
    public static NDArray matmul(NDArray a, NDArray b) {
        return JniUtils.matmul(pt(a), pt(b));
    }

    /** A float32 array whose values the writer puts straight into native memory, in row-major order. */
    public static NDArray create(NDManager manager, Shape shape, Consumer<FloatBuffer> writer) {
        NDArray array = manager.create(shape, DataType.FLOAT32);
        ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        writer.accept(memory.asFloatBuffer());
        return array;
    }

    private static PtNDArray pt(NDArray array) {
        return (PtNDArray) array;
    }
}
