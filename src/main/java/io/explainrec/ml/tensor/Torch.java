package io.explainrec.ml.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The operations that DJL's public API lacks or hides behind something slower. The only class that touches DJL's internal
 * JNI. A result belongs to the manager of the first operand: put the activation first, never the weight.
 */
public final class Torch {
    private static final String ENGINE = "PyTorch";

    /** {@code cpu}, {@code gpu} or {@code gpu:1}; not set: the first GPU that the engine can use, else the processor. */
    private static final String DEVICE = "EXPLAINREC_DEVICE";

    private Torch() {}

    /**
     * A manager of its own, for something that lives long.
     *
     * @throws DeviceException where the device that is asked for is not there
     */
    public static NDManager manager() {
        return NDManager.newBaseManager(device(System.getenv(DEVICE), Torch::hasCards), ENGINE);
    }

    /** What managers of {@link #manager} compute on: {@code cpu}, or {@code gpu:0} for the first card. */
    public static String device() {
        try (NDManager manager = manager()) {
            Device device = manager.getDevice();
            return device.isGpu() ? device.getDeviceType() + ":" + device.getDeviceId() : device.getDeviceType();
        }
    }

    /**
     * The device of a name; null for the engine's choice.
     *
     * @param cards whether the engine can use cards
     * @throws DeviceException where the name is none, or of a card and the engine can use none
     */
    static Device device(String name, BooleanSupplier cards) {
        if (name == null || name.isBlank()) {
            return null;
        }
        if (!name.matches("cpu|gpu(:\\d{1,3})?")) {
            throw new DeviceException(DEVICE + " is '" + name + "'; expected cpu, gpu, or gpu:1 for the second one");
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (!cards.getAsBoolean()) {
            throw new DeviceException(
                    DEVICE + " is '" + name + "', and this PyTorch can use no graphics card; set it to"
                            + " cpu, or give the program one that can, as docs/gpu.md says");
        }
        return Device.gpu(name.equals("gpu") ? 0 : Integer.parseInt(name.substring(4)));
    }

    private static boolean hasCards() {
        return Engine.getEngine(ENGINE).hasCapability(StandardCapabilities.CUDA);
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
        prepare(false, threads);
    }

    private static void prepare(boolean gradients, int threads) {
        JniUtils.setGradMode(gradients);
        JniUtils.setNumThreads(threads);
        // The optimiser of scripts changes how they compute after some calls, so that a run would depend on when its
        // process began.
        JniUtils.setGraphExecutorOptimize(false);
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

    /** Rows of x (rows, E) by places (N) of int64: (N, E), owned by the manager of the places. */
    public static NDArray rows(NDArray x, NDArray places) {
        return embedding(places, x);
    }

    /** 1 / (1 + exp(-x)). */
    public static NDArray sigmoid(NDArray x) {
        return JniUtils.sigmoid(pt(x));
    }

    /** log(1 + exp(x)). */
    public static NDArray softplus(NDArray x) {
        return JniUtils.softPlus(pt(x));
    }

    /** Elements along an axis by indices of int64 of the same number of axes. */
    public static NDArray gather(NDArray x, int axis, NDArray indices) {
        return JniUtils.gather(pt(x), pt(indices), axis);
    }

    /** Zero with this probability, the rest scaled up so that the expectation stays. */
    public static NDArray dropout(NDArray x, double share) {
        return JniUtils.dropout(pt(x), share, true);
    }

    /** Seeds the process's generator, which dropout draws from. */
    public static void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /** Makes the calling thread one that keeps graphs, with this many threads inside an operation. */
    public static void trainingThread(int threads) {
        manager().close(); // loads the engine
        prepare(true, threads);
    }

    /** Runs without keeping graphs on a thread that keeps them. */
    public static void withoutGradients(Runnable work) {
        with(false, () -> {
            work.run();
            return null;
        });
    }

    /** Computes with graphs on a thread that keeps none. */
    public static <T> T withGradients(Supplier<T> work) {
        return with(true, work);
    }

    private static <T> T with(boolean gradients, Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(gradients);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** Adds the gradients of a scalar to those of its parameters, and gives the graph free. */
    public static void backward(NDArray loss) {
        backward(loss, false);
    }

    /**
     * Adds the gradients of a scalar to those of its parameters.
     *
     * @param keep whether the graph is kept for another scalar of the same pass
     */
    public static void backward(NDArray loss, boolean keep) {
        try (NDArray one = loss.getManager().ones(loss.getShape())) {
            JniUtils.backward(pt(loss), pt(one), keep, false);
        }
    }

    /** The gradient of a parameter, owned by the manager; shares memory with the parameter's own. */
    public static NDArray gradient(NDArray parameter, NDManager manager) {
        NDArray gradient = parameter.getGradient();
        gradient.attach(manager);
        return gradient;
    }

    /** Sets a parameter's gradient to zero. */
    public static void zeroGradient(NDArray parameter) {
        JniUtils.zeroGrad(pt(parameter));
    }

    /** Normalises the last axis to mean 0 and variance 1, then scales and shifts. */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, float epsilon) {
        return JniUtils.layerNorm(pt(x), new Shape(x.getShape().tail()), pt(weight), pt(bias), epsilon);
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

    /** An array's numbers. Those of a card come by a copy, which DJL leaves with the array's manager; here it goes at once. */
    public static float[] floats(NDArray array) {
        if (!array.getDevice().isGpu()) {
            return array.toFloatArray();
        }
        NDArray copy = array.toDevice(Device.cpu(), true);
        try (NDManager own = copy.getManager()) { // made for the copy, below the array's
            return copy.toFloatArray();
        }
    }

    /** A float32 array whose values the writer puts straight into native memory, in row-major order. */
    public static NDArray create(NDManager manager, Shape shape, Consumer<FloatBuffer> writer) {
        if (manager.getDevice().isGpu()) {
            try (NDManager onProcessor = NDManager.newBaseManager(Device.cpu(), ENGINE)) {
                NDArray array = create(onProcessor, shape, writer).toDevice(manager.getDevice(), true);
                array.attach(manager);
                return array;
            }
        }
        NDArray array = manager.create(shape, DataType.FLOAT32);
        ByteBuffer memory = array.toByteBuffer(true).order(ByteOrder.nativeOrder());
        writer.accept(memory.asFloatBuffer());
        return array;
    }

    private static PtNDArray pt(NDArray array) {
        return (PtNDArray) array;
    }
}
