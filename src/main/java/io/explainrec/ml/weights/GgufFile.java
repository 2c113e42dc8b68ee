package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** A GGUF file, the format of llama.cpp: metadata, the tokenizer among it, and tensors, quantised or not. */
public final class GgufFile implements TensorSource {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, Object> metadata;
    private final Map<String, StoredTensor> tensors;

    private GgufFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        GgufHeader header = new GgufHeader(file, channel);
        this.metadata = header.metadata;
        this.tensors = header.tensors;
    }

    /**
     * Opens the file and checks its head; tensors are read when they are asked for.
     *
     * @throws ModelFileException where it cannot be read, is no whole GGUF file, or has tensors that are not supported
     */
    public static GgufFile open(Path file) {
        return OpenedFile.open(file, GgufFile::new);
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Shape shape(String name) {
        return tensor(name).shape();
    }

    @Override
    public NDArray load(String name, NDManager manager) {
        return load(name, manager, IntUnaryOperator.identity());
    }

    /** As {@link #load(String, NDManager)}, each row taken from the stored row that the function gives. */
    public NDArray load(String name, NDManager manager, IntUnaryOperator sourceRow) {
        return tensor(name).load(file, channel, manager, sourceRow);
    }

    /** A metadata entry that must be there: text. */
    public String text(String key) {
        return required(key, String.class);
    }

    /** A metadata entry that must be there: a whole number that an int holds. */
    public int integer(String key) {
        Number value = required(key, Number.class);
        if (value instanceof Float || value instanceof Double || value.longValue() != value.intValue()) {
            throw new ModelFileException(file, "metadata '" + key + "' is " + value + "; expected a whole number");
        }
        return value.intValue();
    }

    /** A metadata entry that must be there: a number. */
    public double number(String key) {
        return required(key, Number.class).doubleValue();
    }

    /** A metadata entry that must be there: a list of text or of numbers. */
    @SuppressWarnings("unchecked")
    public <T> List<T> list(String key, Class<T> type) {
        List<?> list = required(key, List.class);
        if (!list.stream().allMatch(type::isInstance)) {
            throw new ModelFileException(
                    file, "metadata '" + key + "' holds other values than " + type.getSimpleName());
        }
        return (List<T>) list;
    }

    /** For a metadata entry whose value this program does not compute with. */
    public ModelFileException unsupported(String key, String supported) {
        return ModelFileException.unsupported(file, key, metadata.get(key), supported);
    }

    /** Whether the metadata has this entry. */
    public boolean has(String key) {
        return metadata.containsKey(key);
    }

    /** Whether a metadata entry is 0 or false. */
    public boolean isOff(String key) {
        Object value = metadata.get(key);
        return Boolean.FALSE.equals(value) || (value instanceof Number number && number.doubleValue() == 0);
    }

    /** Names of all metadata entries. */
    public Set<String> keys() {
        return metadata.keySet();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public void close() {
        OpenedFile.close(channel);
    }

    private StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelFileException(file, "has no tensor '" + name + "'");
        }
        return tensor;
    }

    private <T> T required(String key, Class<T> type) {
        Object value = metadata.get(key);
        if (!type.isInstance(value)) {
            throw new ModelFileException(
                    file, "metadata '" + key + "' is " + (value == null ? "missing" : "no " + type.getSimpleName()));
        }
        return type.cast(value);
    }
}
