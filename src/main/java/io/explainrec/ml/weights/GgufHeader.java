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
    private static final long MAX_ALIGNMENT = 1 << 16;

    /** Bytes of metadata and of the directory of tensors, many times what any has: what is broken must not fill the memory. */
    private static final long MAX_HEAD = 64L << 20;

    private static final int MAX_ELEMENTS = 1 << 24;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer window;
    private long windowStart;
    private final long size;

    final Map<String, Object> metadata = new LinkedHashMap<>();
    final Map<String, StoredTensor> tensors;

    GgufHeader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        this.window =
                ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        tensors = read();
    }

    private Map<String, StoredTensor> read() throws IOException {
        if (size < 24 || int32() != MAGIC) {
            throw new ModelFileException(file, "is not a GGUF file or is cut short");
        }
        int version = int32();
        if (version == Integer.reverseBytes(2) || version == Integer.reverseBytes(3)) {
            throw new ModelFileException(file, "is a big-endian GGUF file; supported: little-endian ones");
        }
        if (version != 2 && version != 3) {
            throw new ModelFileException(
                    file, "has GGUF version " + Integer.toUnsignedString(version) + "; supported: 2, 3");
        }
        long tensorCount = count("tensors", 25);
        long entries = count("metadata entries", 13);
        for (long i = 0; i < entries; i++) {
            String key = string();
            if (metadata.put(key, value(int32(), key)) != null) {
                throw new ModelFileException(file, "has two metadata entries '" + key + "'");
            }
        }
        List<StoredTensor> listed = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            String name = string();
            Shape shape = shape(name);
            listed.add(new StoredTensor(name, GgmlTypes.of(file, int32(), name), shape, int64()));
        }
        long alignment = alignment();
        long data = (position() + alignment - 1) / alignment * alignment;
        TensorDirectory directory = new TensorDirectory(file, data, size);
        for (StoredTensor tensor : listed) {
            directory.add(placed(tensor, data, alignment));
        }
        return directory.checked(false);
    }

    private long alignment() {
        Object given = metadata.getOrDefault("general.alignment", DEFAULT_ALIGNMENT);
        if (!(given instanceof Long alignment) || Long.bitCount(alignment) != 1 || alignment > MAX_ALIGNMENT) {
            throw ModelFileException.unsupported(
                    file, "general.alignment", given, "a power of two, of type UINT32, up to " + MAX_ALIGNMENT);
        }
        return alignment;
    }

    /** The tensor, whose offset counts from the data, with its offset in the file. */
    private StoredTensor placed(StoredTensor tensor, long data, long alignment) {
        long[] shape = tensor.shape().getShape();
        if (shape[shape.length - 1] % tensor.type().elements() != 0) {
            throw new ModelFileException(
                    file, "the rows of tensor '" + tensor.name() + "' are no whole blocks of " + tensor.type());
        }
        if (tensor.offset() < 0 || tensor.offset() > size || tensor.offset() % alignment != 0) {
            throw new ModelFileException(
                    file,
                    "tensor '" + tensor.name() + "' starts at byte " + Long.toUnsignedString(tensor.offset())
                            + " of the data; expected a multiple of " + alignment + " inside the file");
        }
        return new StoredTensor(tensor.name(), tensor.type(), tensor.shape(), data + tensor.offset());
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
            throw new ModelFileException(file, "metadata '" + key + "' is an array of arrays, which is not supported");
        }
        long length = count("elements of '" + key + "'", smallest(type));
        if (length > MAX_ELEMENTS) {
            throw new ModelFileException(
                    file, "metadata '" + key + "' has " + length + " elements; supported: up to " + MAX_ELEMENTS);
        }
        List<Object> values = new ArrayList<>();
        for (long i = 0; i < length; i++) {
            values.add(value(type, key));
        }
        return values;
    }

    /** The bytes that a value of this type takes at least. */
    private static int smallest(int type) {
        return switch (type) {
            case 2, 3 -> Short.BYTES;
            case 4, 5, 6 -> Integer.BYTES;
            case 8, 10, 11, 12 -> Long.BYTES;
            default -> 1;
        };
    }

    /** A count of things of at least this many bytes each, which must fit into the rest of the file. */
    private long count(String what, long bytesEach) throws IOException {
        long count = int64();
        if (count < 0 || count > (Math.min(size, MAX_HEAD) - position()) / bytesEach) {
            throw new ModelFileException(
                    file,
                    "is cut short or broken: it says that it has " + Long.toUnsignedString(count) + " " + what
                            + " behind byte " + position() + " of " + size);
        }
        return count;
    }

    private String string() throws IOException {
        int length = (int) count("bytes of text", 1);
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
