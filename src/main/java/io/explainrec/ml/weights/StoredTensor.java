package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * Where one tensor lies in a file.
 *
 * @param shape row-major, slowest axis first; no axis is negative
 * @param offset of its first byte in the file
 */
record StoredTensor(String name, TensorType type, Shape shape, long offset) {
    /** Rows are mapped together up to this many bytes, below the 2 GiB that one mapping can have. */
    private static final long SEGMENT = 1L << 30;

    /** A tensor's memory is one buffer, which holds less than 2 GiB. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE / Float.BYTES;

    /**
     * Bytes that it takes.
     *
     * @throws ArithmeticException where that is more than a long holds
     */
    long bytes() {
        long elements = 1;
        for (long size : shape.getShape()) {
            elements = Math.multiplyExact(elements, size);
        }
        return Math.multiplyExact(elements / type.elements(), (long) type.bytes());
    }

    /**
     * Reads the tensor as float32.
     *
     * @param sourceRow the stored row (first axis) that each row is read from
     * @throws ModelFileException where it takes 2 GiB or more as float32, or the file cannot be read
     */
    NDArray load(Path file, FileChannel channel, NDManager manager, IntUnaryOperator sourceRow) {
        if (isTooLarge()) {
            throw new ModelFileException(
                    file,
                    "tensor '" + name + "' of shape " + shape + " is too large; supported: " + MAX_ELEMENTS
                            + " elements");
        }
        if (shape.size() == 0) {
            return manager.zeros(shape);
        }
        int rows = shape.dimension() < 2 ? 1 : Math.toIntExact(shape.get(0));
        long rowBytes = bytes() / rows;
        int rowsPerSegment = (int) Math.clamp(SEGMENT / rowBytes, 1, rows);
        ByteBuffer[] segments = new ByteBuffer[(rows + rowsPerSegment - 1) / rowsPerSegment];
        return Torch.create(manager, shape, to -> {
            for (int row = 0; row < rows; row++) {
                int source = sourceRow.applyAsInt(row);
                int segment = source / rowsPerSegment;
                if (segments[segment] == null) {
                    long from = offset + (long) segment * rowsPerSegment * rowBytes;
                    long length = Math.min(rowsPerSegment * rowBytes, offset + bytes() - from);
                    segments[segment] = map(file, channel, from, length);
                }
                ByteBuffer bytes = segments[segment];
                int start = (int) (source % rowsPerSegment * rowBytes);
                bytes.limit(bytes.capacity()).position(start).limit((int) (start + rowBytes));
                while (bytes.hasRemaining()) {
                    type.dequantise(bytes, to);
                }
            }
        });
    }

    /** An axis of no elements counts as one here, so that the others stay within bounds too. */
    private boolean isTooLarge() {
        long elements = 1;
        for (long size : shape.getShape()) {
            if (size > MAX_ELEMENTS / elements) {
                return true;
            }
            elements *= Math.max(1, size);
        }
        return false;
    }

    private static ByteBuffer map(Path file, FileChannel channel, long from, long length) {
        try {
            return channel.map(MapMode.READ_ONLY, from, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage(), e);
        }
    }
}
