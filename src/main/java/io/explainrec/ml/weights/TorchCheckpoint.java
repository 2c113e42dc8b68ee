package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.explainrec.ml.tensor.Torch;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A state dictionary in torch's format before 1.6: pickles of a magic number, the format's version, the machine, the
 * dictionary and the keys of the storages, then each storage behind its length. Tensors of float32 can be read; int64 (how
 * many batches a batch norm has seen) have no name here.
 */
public final class TorchCheckpoint implements TensorSource {
    private static final BigInteger MAGIC = new BigInteger("119547037146038801333356");
    private static final Long VERSION = 1001L;

    /** Bytes of the pickles, far more than any state dictionary takes: what is broken must not fill the memory. */
    private static final long MAX_HEAD = 2L << 20;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();

    /** The first byte of each storage's numbers. */
    private final Map<String, Long> starts;

    private final Set<String> unreadable = new HashSet<>();

    private TorchCheckpoint(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long size = channel.size();
        ByteBuffer head = channel.map(MapMode.READ_ONLY, 0, Math.min(size, MAX_HEAD));
        head.order(ByteOrder.LITTLE_ENDIAN);
        if (head.remaining() > 2 && head.get(0) == 'P' && head.get(1) == 'K') {
            throw new ModelFileException(
                    file,
                    "is a torch checkpoint in the format since torch 1.6, which is not supported;"
                            + " convert it to safetensors");
        }
        if (!MAGIC.equals(TorchPickle.read(file, head))) {
            throw broken("its first number is not torch's");
        }
        if (!VERSION.equals(TorchPickle.read(file, head))) {
            throw broken("its version is not " + VERSION);
        }
        if (!(TorchPickle.read(file, head) instanceof Map<?, ?> machine)
                || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw broken("it was written on a big-endian machine, or does not say on which");
        }
        Map<String, TorchTensor> named = named(TorchPickle.read(file, head));
        Map<String, TorchTensor.Storage> storages = storages(named);
        starts = starts(keys(TorchPickle.read(file, head)), storages, head.position(), size);
        named.forEach((name, tensor) -> {
            if (tensor.storage().isFloat()) {
                tensors.put(name, tensor);
            } else {
                unreadable.add(name);
            }
        });
    }

    /**
     * Opens the file and checks its pickles and that its data are whole; tensors are read when they are asked for.
     *
     * @throws ModelFileException where it cannot be read, is no whole checkpoint of this format, or holds anything but
     *     tensors
     */
    public static TorchCheckpoint open(Path file) {
        return OpenedFile.open(file, TorchCheckpoint::new);
    }

    private Map<String, TorchTensor> named(Object dictionary) {
        if (!(dictionary instanceof Map<?, ?> map)) {
            throw broken("it holds no dictionary");
        }
        Map<String, TorchTensor> named = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(value instanceof TorchTensor tensor)) {
                throw new ModelFileException(
                        file, "its entry '" + name + "' is no tensor; supported: a state dictionary by itself");
            }
            if (!tensor.isInside()) {
                throw broken("tensor '" + name + "' lies outside its storage");
            }
            named.put((String) name, tensor);
        });
        return named;
    }

    private Map<String, TorchTensor.Storage> storages(Map<String, TorchTensor> named) {
        Map<String, TorchTensor.Storage> storages = new LinkedHashMap<>();
        for (TorchTensor tensor : named.values()) {
            TorchTensor.Storage storage = tensor.storage();
            TorchTensor.Storage before = storages.putIfAbsent(storage.key(), storage);
            if (before != null && !before.equals(storage)) {
                throw broken("storage '" + storage.key() + "' has two sizes or types");
            }
        }
        return storages;
    }

    private Set<String> keys(Object list) {
        Set<String> keys = new LinkedHashSet<>();
        if (list instanceof List<?> values) {
            for (Object value : values) {
                if (!(value instanceof String key) || !keys.add(key)) {
                    throw broken("its list of storages has a key twice or one that is no text");
                }
            }
        }
        return keys;
    }

    /** Where the numbers of each storage start; each lies behind its length, and behind the last ends the file. */
    private Map<String, Long> starts(Set<String> keys, Map<String, TorchTensor.Storage> storages, long from, long size)
            throws IOException {
        if (!keys.equals(storages.keySet())) {
            throw broken("it lists other storages than its tensors have");
        }
        Map<String, Long> starts = new LinkedHashMap<>();
        long at = from;
        for (String key : keys) {
            TorchTensor.Storage storage = storages.get(key);
            long width = storage.isFloat() ? Float.BYTES : Long.BYTES;
            long left = size - at - Long.BYTES;
            if (left < 0 || storage.elements() > left / width) {
                throw new ModelFileException(
                        file,
                        "is cut short: storage '" + key + "' of " + storage.elements() + " numbers at byte " + at
                                + " does not fit into its " + size + " bytes");
            }
            long stored = length(at);
            if (stored != storage.elements()) {
                throw broken("storage '" + key + "' has " + stored + " numbers, its tensors say " + storage.elements());
            }
            starts.put(key, at + Long.BYTES);
            at += Long.BYTES + storage.elements() * width;
        }
        if (at != size) {
            throw broken("it has " + (size - at) + " bytes behind its last storage");
        }
        return starts;
    }

    private long length(long at) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining() && channel.read(length, at + length.position()) > 0) {
            // read on
        }
        return length.getLong(0);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return tensors.keySet();
    }

    @Override
    public Shape shape(String name) {
        return tensor(name).shapeOfAxes();
    }

    @Override
    public NDArray load(String name, NDManager manager) {
        TorchTensor tensor = tensor(name);
        TorchTensor.Storage storage = tensor.storage();
        StoredTensor stored =
                new StoredTensor(name, TensorType.F32, new Shape(storage.elements()), starts.get(storage.key()));
        try (NDManager scratch = manager.newSubManager()) {
            float[] numbers = stored.load(file, channel, scratch, IntUnaryOperator.identity())
                    .toFloatArray();
            return Torch.create(manager, tensor.shapeOfAxes(), to -> tensor.gather(numbers, to));
        }
    }

    @Override
    public void close() {
        OpenedFile.close(channel);
    }

    private TorchTensor tensor(String name) {
        TorchTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelFileException(
                    file,
                    unreadable.contains(name)
                            ? "tensor '" + name + "' has type int64; supported: float32"
                            : "has no tensor '" + name + "'");
        }
        return tensor;
    }

    private ModelFileException broken(String problem) {
        return new ModelFileException(
                file, "is no torch checkpoint in the format before torch 1.6, or is broken: " + problem);
    }
}
