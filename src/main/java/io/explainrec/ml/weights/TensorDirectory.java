package io.explainrec.ml.weights;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects where a file says that its tensors lie, and refuses it where a name is there twice, or a tensor does not lie
 * inside the data, or shares bytes with another.
 */
final class TensorDirectory {
    private record Extent(String name, long from, long to) {}

    private final Path file;
    private final long start;
    private final long end;
    private final Set<String> names = new HashSet<>();
    private final List<Extent> extents = new ArrayList<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /**
     * @param start the first byte of the data
     * @param end one behind the last byte of the file
     */
    TensorDirectory(Path file, long start, long end) {
        this.file = file;
        this.start = start;
        this.end = end;
    }

    /** A tensor that can be read. */
    void add(StoredTensor tensor) {
        long bytes;
        try {
            bytes = tensor.bytes();
        } catch (ArithmeticException e) {
            throw new ModelFileException(
                    file, "tensor '" + tensor.name() + "' is larger than any file: " + tensor.shape());
        }
        add(tensor.name(), tensor.offset(), bytes);
        tensors.put(tensor.name(), tensor);
    }

    /** Bytes that a tensor takes which cannot be read. */
    void add(String name, long offset, long bytes) {
        if (offset < start || bytes < 0 || offset > end - bytes) {
            throw new ModelFileException(
                    file,
                    "is cut short or broken: tensor '" + name + "' has " + bytes + " bytes at " + offset
                            + ", outside the data from " + start + " to " + end);
        }
        if (!names.add(name)) {
            throw new ModelFileException(file, "has two tensors '" + name + "'");
        }
        extents.add(new Extent(name, offset, offset + bytes));
    }

    /**
     * The tensors that can be read, by name.
     *
     * @param gapless whether every byte of the data must belong to a tensor
     */
    Map<String, StoredTensor> checked(boolean gapless) {
        extents.sort(Comparator.comparingLong(Extent::from).thenComparingLong(Extent::to));
        Extent before = new Extent("the start of the data", start, start);
        for (Extent extent : extents) {
            if (extent.from < before.to) {
                throw new ModelFileException(
                        file, "tensor '" + extent.name + "' overlaps '" + before.name + "'; expected none to");
            }
            if (gapless && extent.from > before.to) {
                throw gap(before.to, extent.from);
            }
            before = extent;
        }
        if (gapless && before.to < end) {
            throw gap(before.to, end);
        }
        return tensors;
    }

    private ModelFileException gap(long from, long to) {
        return new ModelFileException(file, "has bytes of no tensor, from " + from + " to " + to + "; expected none");
    }
}
