package io.explainrec.ml.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes small GGUF files, version 3, for tests. */
public final class GgufWriter {
    /** GGML types by their ids. */
    public static final int F32 = 0;

    public static final int F16 = 1;
    public static final int Q4_0 = 2;
    public static final int Q4_1 = 3;
    public static final int Q5_1 = 7;
    public static final int Q8_0 = 8;
    public static final int Q6_K = 14;
    public static final int BF16 = 30;

    private static final int ALIGNMENT = 32;

    private record Tensor(int type, byte[] data, long[] shape) {}

    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    /** Text, a Long (written as UINT32), Integer (INT32), Float, Boolean, or a list of one of these; null takes it away. */
    public GgufWriter put(String key, Object value) {
        metadata.remove(key);
        if (value != null) {
            metadata.put(key, value);
        }
        return this;
    }

    /** A tensor, its data as they lie in the file; shape row-major. */
    public GgufWriter tensor(String name, int type, byte[] data, long... shape) {
        tensors.put(name, new Tensor(type, data, shape));
        return this;
    }

    /** A tensor of float32. */
    public GgufWriter tensor(String name, float[] values, long... shape) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return tensor(name, F32, data.array(), shape);
    }

    public byte[] bytes() {
        Out head = new Out();
        head.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        head.int32(3);
        head.int64(tensors.size());
        head.int64(metadata.size());
        metadata.forEach((key, value) -> {
            head.text(key);
            head.int32(type(value));
            head.value(value);
        });
        Out data = new Out();
        tensors.forEach((name, tensor) -> {
            head.text(name);
            head.int32(tensor.shape().length);
            for (int i = tensor.shape().length - 1; i >= 0; i--) {
                head.int64(tensor.shape()[i]);
            }
            head.int32(tensor.type());
            head.int64(data.size());
            data.writeBytes(tensor.data());
            data.pad();
        });
        head.pad();
        head.writeBytes(data.toByteArray());
        return head.toByteArray();
    }

    private static int type(Object value) {
        return switch (value) {
            case Long ignored -> 4;
            case Integer ignored -> 5;
            case Float ignored -> 6;
            case Boolean ignored -> 7;
            case String ignored -> 8;
            case List<?> ignored -> 9;
            default -> throw new IllegalArgumentException(value.getClass().toString());
        };
    }

    private static final class Out extends ByteArrayOutputStream {
        void int32(int value) {
            writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        void int64(long value) {
            writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }

        void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int64(bytes.length);
            writeBytes(bytes);
        }

        void value(Object value) {
            switch (value) {
                case Long number -> int32(number.intValue());
                case Integer number -> int32(number);
                case Float number -> int32(Float.floatToIntBits(number));
                case Boolean flag -> write(flag ? 1 : 0);
                case String text -> text(text);
                case List<?> list -> {
                    int32(type(list.getFirst()));
                    int64(list.size());
                    list.forEach(this::value);
                }
                default -> throw new IllegalArgumentException(value.getClass().toString());
            }
        }

        void pad() {
            while (size() % ALIGNMENT != 0) {
                write(0);
            }
        }
    }
}
