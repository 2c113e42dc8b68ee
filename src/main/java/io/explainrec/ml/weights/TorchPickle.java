package io.explainrec.ml.weights;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickles of a torch checkpoint: numbers, text, tuples, lists, dictionaries, and tensors without their data. A
 * pickle is a program, so this machine has the instructions alone that such checkpoints need, and knows four names. It calls
 * nothing, and holds no more than the file has bytes for.
 */
final class TorchPickle {
    private static final int NEWEST_PROTOCOL = 2;

    /** The names that a pickle may use. */
    private enum Name {
        ORDERED_DICT("collections OrderedDict"),
        REBUILD_TENSOR("torch._utils _rebuild_tensor_v2"),
        FLOAT_STORAGE("torch FloatStorage"),
        LONG_STORAGE("torch LongStorage");

        private final String spelling;

        Name(String spelling) {
            this.spelling = spelling;
        }
    }

    private final Path file;
    private final ByteBuffer bytes;
    private final PickleStack stack = new PickleStack(this::broken);

    private TorchPickle(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Reads one pickle from the buffer's position, little-endian, to its end: null, a Boolean, Long, String, List, Map with
     * keys of text, or TorchTensor, or of large numbers a BigInteger.
     *
     * @throws ModelFileException where it is cut short or broken, or asks for anything else
     */
    static Object read(Path file, ByteBuffer bytes) {
        TorchPickle pickle = new TorchPickle(file, bytes);
        try {
            return pickle.run();
        } catch (BufferUnderflowException e) {
            throw new ModelFileException(file, "is cut short: a pickle does not end", e);
        }
    }

    private Object run() {
        if (unsigned8() != 0x80 || unsigned8() > NEWEST_PROTOCOL) {
            throw broken("a pickle of protocol " + NEWEST_PROTOCOL + " at most was expected");
        }
        for (int instruction = unsigned8(); instruction != '.'; instruction = unsigned8()) {
            execute(instruction);
        }
        Object result = stack.pop();
        if (!stack.isEmpty() || result instanceof Name || result instanceof TorchTensor.Storage) {
            throw broken("no value, or more than one");
        }
        return result;
    }

    private void execute(int instruction) {
        switch (instruction) {
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'K' -> stack.push((long) unsigned8());
            case 'M' -> stack.push((long) (bytes.getShort() & 0xFFFF));
            case 'J' -> stack.push((long) bytes.getInt());
            case 0x8a -> stack.push(large(unsigned8()));
            case 'X' -> stack.push(text(bytes.getInt()));
            case '(' -> stack.mark();
            case ')' -> stack.push(List.of());
            case 't' -> stack.push(tuple(stack.popToMark()));
            case 0x85 -> stack.push(tuple(stack.pop(1)));
            case 0x86 -> stack.push(tuple(stack.pop(2)));
            case 0x87 -> stack.push(tuple(stack.pop(3)));
            case ']' -> stack.push(new ArrayList<>());
            case '}' -> stack.push(new LinkedHashMap<>());
            case 'a' -> append(stack.pop(1));
            case 'e' -> append(stack.popToMark());
            case 's' -> put(stack.pop(2));
            case 'u' -> put(stack.popToMark());
            case 'q' -> stack.remember(unsigned8());
            case 'r' -> stack.remember(bytes.getInt());
            case 'h' -> stack.recall(unsigned8());
            case 'j' -> stack.recall(bytes.getInt());
            case 'c' -> stack.push(name(line() + " " + line()));
            case 'Q' -> stack.push(storage(stack.pop()));
            case 'R' -> {
                Object arguments = stack.pop();
                stack.push(made(stack.pop(), arguments));
            }
            case 'b' -> setAttributes();
            default -> throw broken(String.format("the pickle instruction 0x%02x is not supported", instruction));
        }
    }

    private Name name(String spelling) {
        for (Name name : Name.values()) {
            if (name.spelling.equals(spelling)) {
                return name;
            }
        }
        throw new ModelFileException(
                file,
                "asks for the Python object '" + spelling.replace(' ', '.')
                        + "', which is not supported; supported: state"
                        + " dictionaries of float32 and int64 tensors (torch.save(model.state_dict(), ..) on the CPU)");
    }

    /** What the name makes of a tuple of arguments. */
    private Object made(Object name, Object arguments) {
        if (name == Name.ORDERED_DICT && List.of().equals(arguments)) {
            return new LinkedHashMap<>();
        }
        if (name == Name.REBUILD_TENSOR
                && arguments instanceof List<?> list
                && list.size() == 6 // and two that only training needs: requires_grad and backward hooks
                && list.get(0) instanceof TorchTensor.Storage storage
                && list.get(1) instanceof Long offset) {
            long[] shape = numbers(list.get(2));
            long[] strides = numbers(list.get(3));
            if (shape.length == strides.length) {
                return new TorchTensor(storage, offset, shape, strides);
            }
        }
        throw broken("a call is none of those that make a dictionary or a tensor");
    }

    /** A reference to numbers in the file: ('storage', type, key, where it was, elements, null). */
    private TorchTensor.Storage storage(Object reference) {
        if (reference instanceof List<?> list
                && list.size() == 6
                && "storage".equals(list.get(0))
                && (list.get(1) == Name.FLOAT_STORAGE || list.get(1) == Name.LONG_STORAGE)
                && list.get(2) instanceof String key
                && list.get(4) instanceof Long elements
                && elements >= 0
                && list.get(5) == null) {
            return new TorchTensor.Storage(key, list.get(1) == Name.FLOAT_STORAGE, elements);
        }
        throw broken("a reference to a storage is none of a whole FloatStorage or LongStorage");
    }

    private long[] numbers(Object tuple) {
        if (!(tuple instanceof List<?> list) || !list.stream().allMatch(Long.class::isInstance)) {
            throw broken("the shape or the strides of a tensor are no whole numbers");
        }
        return list.stream().mapToLong(number -> (Long) number).toArray();
    }

    /** Attributes of a dictionary are versions of the modules that were saved, which nothing here depends on. */
    private void setAttributes() {
        if (!(stack.pop() instanceof Map) || !(stack.top() instanceof Map)) {
            throw broken("attributes were given to what is no dictionary");
        }
    }

    private static List<Object> tuple(List<Object> values) {
        return Collections.unmodifiableList(values);
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> values) {
        if (!(stack.top() instanceof ArrayList<?> list)) {
            throw broken("a value was appended to what is no list");
        }
        ((List<Object>) list).addAll(values);
    }

    @SuppressWarnings("unchecked")
    private void put(List<Object> keysAndValues) {
        if (!(stack.top() instanceof Map<?, ?> map) || keysAndValues.size() % 2 != 0) {
            throw broken("entries were put into what is no dictionary");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            if (!(keysAndValues.get(i) instanceof String key)) {
                throw broken("a dictionary has a key that is no text");
            }
            if (map.containsKey(key)) {
                throw broken("a dictionary has two entries '" + key + "'");
            }
            ((Map<String, Object>) map).put(key, keysAndValues.get(i + 1));
        }
    }

    private int unsigned8() {
        return bytes.get() & 0xFF;
    }

    private String text(int length) {
        if (length < 0) {
            throw broken("a text has " + Integer.toUnsignedString(length) + " bytes");
        }
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(part);
            return decoded.toString();
        } catch (CharacterCodingException e) {
            throw broken("a text is no UTF-8");
        }
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int c = unsigned8(); c != '\n'; c = unsigned8()) {
            if (c < ' ' || c > '~' || line.length() == 200) {
                throw broken("the name of a Python object is none");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    private Object large(int length) {
        byte[] value = new byte[length];
        for (int i = length - 1; i >= 0; i--) { // stored lowest first
            value[i] = bytes.get();
        }
        if (length == 0) {
            return 0L;
        }
        return length > Long.BYTES ? new BigInteger(value) : (Object) new BigInteger(value).longValue();
    }

    private ModelFileException broken(String problem) {
        return new ModelFileException(
                file, "is no torch checkpoint or is broken at byte " + bytes.position() + ": " + problem);
    }
}
