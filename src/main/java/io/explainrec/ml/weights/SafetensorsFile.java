package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A safetensors file: a JSON directory and the tensors after it. Floating-point tensors are read; others (position ids)
 * are listed only when asked for by name, with an error.
 */
public final class SafetensorsFile implements TensorSource {
    /** The format's own limit on the directory. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int PREFIX = Long.BYTES;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        readDirectory();
    }

    /** Opens the file and checks its directory; tensors are read when they are asked for. */
    public static SafetensorsFile open(Path file) {
        try {
            FileChannel channel = FileChannel.open(file);
            try {
                return new SafetensorsFile(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e, e);
        }
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public NDArray load(String name, NDManager manager) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelFileException(file, "has no floating-point tensor '" + name + "'");
        }
        return tensor.load(file, channel, manager, IntUnaryOperator.identity());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void readDirectory() throws IOException {
        ByteBuffer prefix = read(0, PREFIX);
        long length = prefix.getLong();
        if (length < 2 || length > MAX_HEADER || length > channel.size() - PREFIX) {
            throw new ModelFileException(
                    file, "is no safetensors file or is cut short: its directory has " + length + " bytes");
        }
        JsonNode directory =
                new ObjectMapper().readTree(read(PREFIX, (int) length).array());
        long data = PREFIX + length;
        for (var entry : directory.properties()) {
            if (!"__metadata__".equals(entry.getKey())) {
                add(entry.getKey(), entry.getValue(), data);
            }
        }
    }

    private void add(String name, JsonNode entry, long data) throws IOException {
        TensorType type =
                switch (entry.path("dtype").asText()) {
                    case "F32" -> TensorType.F32;
                    case "F16" -> TensorType.F16;
                    case "BF16" -> TensorType.BF16;
                    default -> null;
                };
        if (type == null) {
            return;
        }
        long from = entry.at("/data_offsets/0").asLong(-1);
        long to = entry.at("/data_offsets/1").asLong(-1);
        long[] sizes = new long[entry.path("shape").size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = entry.path("shape").get(i).asLong(-1);
        }
        StoredTensor tensor = new StoredTensor(type, new Shape(sizes), data + from);
        if (from < 0 || to < from || to > channel.size() - data || !hasBytes(tensor, to - from)) {
            throw new ModelFileException(
                    file,
                    "tensor '" + name + "' of shape " + tensor.shape() + " does not fit its bytes " + from + " to " + to
                            + " of " + (channel.size() - data));
        }
        tensors.put(name, tensor);
    }

    private static boolean hasBytes(StoredTensor tensor, long bytes) {
        for (long size : tensor.shape().getShape()) {
            if (size < 0) {
                return false;
            }
        }
        try {
            return tensor.bytes() == bytes;
        } catch (ArithmeticException overflow) {
            return false;
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
            // read on
        }
        if (buffer.hasRemaining()) {
            throw new ModelFileException(file, "is cut short at byte " + (at + buffer.position()));
        }
        return buffer.flip();
    }
}
