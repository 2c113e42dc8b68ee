package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A safetensors file: a JSON directory and the tensors after it. Tensors of the types F32, F16 and BF16 can be read; others
 * (position ids, say) have no name here, and asking for one says its type.
 */
public final class SafetensorsFile implements TensorSource {
    /** Bytes of the directory at most, as the format has it: of nearly a million tensors. */
    static final long MAX_DIRECTORY = 100_000_000;

    private static final int PREFIX = Long.BYTES;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, String> unreadable;

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long size = channel.size();
        long length = read(0, PREFIX).getLong();
        if (length < 2 || length > MAX_DIRECTORY || length > size - PREFIX) {
            throw new ModelFileException(
                    file,
                    "is no safetensors file or is cut short: its directory has " + Long.toUnsignedString(length)
                            + " bytes, the file " + size + "; supported: up to " + MAX_DIRECTORY);
        }
        SafetensorsHeader header = new SafetensorsHeader(file, PREFIX + length, size);
        tensors = header.read(read(PREFIX, (int) length).array());
        unreadable = header.unreadable();
    }

    /**
     * Opens the file and checks its directory; tensors are read when they are asked for.
     *
     * @throws ModelFileException where it cannot be read or is no whole safetensors file
     */
    public static SafetensorsFile open(Path file) {
        return OpenedFile.open(file, SafetensorsFile::new);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    /** Names of all tensors, those of other types too. */
    Set<String> held() {
        return Stream.concat(tensors.keySet().stream(), unreadable.keySet().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public Shape shape(String name) {
        return tensor(name).shape();
    }

    @Override
    public NDArray load(String name, NDManager manager) {
        return tensor(name).load(file, channel, manager, IntUnaryOperator.identity());
    }

    @Override
    public void close() {
        OpenedFile.close(channel);
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelFileException(
                    file,
                    unreadable.containsKey(name)
                            ? "tensor '" + name + "' has type " + unreadable.get(name) + "; supported: F32, F16, BF16"
                            : "has no tensor '" + name + "'");
        }
        return tensor;
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
