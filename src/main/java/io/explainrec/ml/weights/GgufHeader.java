package io.explainrec.ml.weights;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the head of a GGUF file, versions 2 and 3: metadata and the directory of tensors. Every length is checked against
 * what is left of the file before anything is allocated for it.
 */
final class GgufHeader {
    private static final int MAGIC = 0x46554747;
    private static final int MAX_DIMENSIONS = 4;
    private static final long DEFAULT_ALIGNMENT = 32;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer window;
    private long windowStart;
    private final long size;

    final Map<String, Object> metadata = new LinkedHashMap<>();
    final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    GgufHeader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        this.window =
                ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        read();
    }

    private void read() throws IOException {
        if (size < 24 || int32() != MAGIC) {
            throw new ModelFileException(file, "is not a GGUF file");
        }
        int version = int32();
        if (version != 2 && version != 3) {
            throw new ModelFileException(file, "has GGUF version " + version + "; supported: 2, 3");
        }
        long tensorCount = count("tensors", 24);
        long entries = count("metadata entries", 13);
        for (long i = 0; i < entries; i++) {
            String key = string();
            metadata.put(key, value(int32(), key));
        }
        record Entry(String name, TensorType type, Shape shape, long offset) {}
        List<Entry> directory = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            String name = string();
            Shape shape = shape(name);
            directory.add(new Entry(name, type(int32(), name), shape, int64()));
        }
        long alignment =
                metadata.get("general.alignment") instanceof Number given ? given.longValue() : DEFAULT_ALIGNMENT;
        if (alignment <= 0) {
            throw new ModelFileException(file, "has alignment " + alignment);
        }
        long data = (position() + alignment - 1) / alignment * alignment;
        for (Entry entry : directory) {
            StoredTensor tensor = new StoredTensor(entry.type, entry.shape, data + entry.offset);
            check(entry.name, tensor);
            tensors.put(entry.name, tensor);
        }
    }

    private void check(String name, StoredTensor tensor) {
        long[] shape = tensor.shape().getShape();
        if (shape[shape.length - 1] % tensor.type().elements() != 0) {
            throw new ModelFileException(
                    file, "the rows of tensor '" + name + "' are no whole blocks of " + tensor.type());
        }
        long bytes;
        try {
            bytes = tensor.bytes();
        } catch (ArithmeticException e) {
            throw new ModelFileException(file, "tensor '" + name + "' is larger than any file: " + tensor.shape());
        }
        if (tensor.offset() < 0 || tensor.offset() > size - bytes) {
            throw new ModelFileException(
                    file,
                    "is cut short: tensor '" + name + "' ends at byte " + (tensor.offset() + bytes) + " of " + size);
        }
    }

    private Shape shape(String name) throws IOException {
        int dimensions = int32();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new ModelFileException(file, "tensor '" + name + "' has " + dimensions + " dimensions");
        }
        long[] shape = new long[dimensions];
        for (int i = dimensions - 1; i >= 0; i--) { // stored fastest axis first
            shape[i] = int64();
            if (shape[i] < 1) {
                throw new ModelFileException(file, "tensor '" + name + "' has an axis of " + shape[i]);
            }
        }
        return new Shape(shape);
    }

    private TensorType type(int id, String name) {
        return switch (id) {
            case 0 -> TensorType.F32;
            case 1 -> TensorType.F16;
            case 2 -> TensorType.Q4_0;
            case 3 -> TensorType.Q4_1;
            case 8 -> TensorType.Q8_0;
            case 30 -> TensorType.BF16;
            default ->
                throw new ModelFileException(
                        file,
                        "tensor '" + name + "' has GGML type " + id + "; supported: F32, F16, BF16, Q4_0, Q4_1, Q8_0."
                                + " Convert the model to one of these.");
        };
    }

    private Object value(int type, String key) throws IOException {
        return switch (type) {
            case 0 -> bytes(1).get() & 0xFF;
            case 1 -> (int) bytes(1).get();
            case 2 -> bytes(2).getShort() & 0xFFFF;
            case 3 -> (int) bytes(2).getShort();
            case 4 -> int32() & 0xFFFFFFFFL;
            case 5 -> int32();
            case 6 -> bytes(4).getFloat();
            case 7 -> bytes(1).get() != 0;
            case 8 -> string();
            case 9 -> array(key);
            case 10, 11 -> int64();
            case 12 -> bytes(8).getDouble();
            default -> throw new ModelFileException(file, "metadata '" + key + "' has the unknown type " + type);
        };
    }

    private List<Object> array(String key) throws IOException {
        int type = int32();
        if (type == 9) {
            throw new ModelFileException(file, "metadata '" + key + "' is an array of arrays");
        }
        long length = count("elements of '" + key + "'", 1);
        List<Object> values = new ArrayList<>((int) length);
        for (long i = 0; i < length; i++) {
            values.add(value(type, key));
        }
        return values;
    }

    /** A count of things of at least this many bytes each, which must fit into the rest of the file. */
    private long count(String what, long bytesEach) throws IOException {
        long count = int64();
        if (count < 0 || count > (size - position()) / bytesEach) {
            throw new ModelFileException(file, "is cut short or broken: " + Long.toUnsignedString(count) + " " + what);
        }
        return count;
    }

    private String string() throws IOException {
        int length = (int) Math.min(count("bytes of text", 1), Integer.MAX_VALUE);
        byte[] text = new byte[length];
        for (int at = 0; at < length; ) {
            int part = Math.min(length - at, window.capacity());
            bytes(part).get(text, at, part);
            at += part;
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private int int32() throws IOException {
        return bytes(4).getInt();
    }

    private long int64() throws IOException {
        return bytes(8).getLong();
    }

    private long position() {
        return windowStart + window.position();
    }

    /** The window with at least this many bytes left in it. */
    private ByteBuffer bytes(int needed) throws IOException {
        if (window.remaining() < needed) {
            windowStart = position();
            window.clear();
            while (window.hasRemaining() && channel.read(window, windowStart + window.position()) > 0) {
                // read on
            }
            window.flip();
            if (window.remaining() < needed) {
                throw new ModelFileException(file, "is cut short at byte " + (windowStart + window.remaining()));
            }
        }
        return window;
    }
}
