package io.explainrec.ml.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the directory of a safetensors file token by token, so that a broken one cannot fill the memory. The format asks
 * for tensors that cover the data without gap or overlap; their order in the directory is free.
 */
final class SafetensorsHeader {
    private static final int MAX_DIMENSIONS = 8;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final TensorDirectory directory;
    private final long data;
    private final Map<String, String> unreadable = new HashMap<>();

    /**
     * @param data the first byte behind the directory
     * @param size bytes of the file
     */
    SafetensorsHeader(Path file, long data, long size) {
        this.file = file;
        this.data = data;
        this.directory = new TensorDirectory(file, data, size);
    }

    /** The tensors of floating-point types that are supported, by name. */
    Map<String, StoredTensor> read(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            expect(parser, JsonToken.START_OBJECT, "its directory");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                expect(parser, JsonToken.START_OBJECT, name);
                if ("__metadata__".equals(name)) {
                    parser.skipChildren();
                } else {
                    entry(name, parser);
                }
            }
            if (parser.nextToken() != null) {
                throw broken("more than one value");
            }
        } catch (JsonProcessingException e) {
            throw broken(e.getOriginalMessage());
        }
        return directory.checked(true);
    }

    /** Names of the tensors that cannot be read, and their types. */
    Map<String, String> unreadable() {
        return unreadable;
    }

    private void entry(String name, JsonParser parser) throws IOException {
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "dtype" -> {
                    expect(parser, JsonToken.VALUE_STRING, name);
                    type = parser.getText();
                }
                case "shape" -> shape = numbers(name, parser);
                case "data_offsets" -> offsets = numbers(name, parser);
                default -> parser.skipChildren();
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2 || offsets[1] < offsets[0]) {
            throw broken("'" + name + "' lacks dtype or shape, or its data_offsets are no start and end");
        }
        add(name, type, new Shape(shape), offsets[0], offsets[1] - offsets[0]);
    }

    private void add(String name, String type, Shape shape, long offset, long bytes) {
        if (offset > Long.MAX_VALUE - data) {
            throw broken("tensor '" + name + "' starts at byte " + offset);
        }
        if (bytes != bytes(name, type, shape)) {
            throw broken("tensor '" + name + "' of shape " + shape + " and type " + type + " has " + bytes + " bytes");
        }
        TensorType readable = readable(type);
        if (readable == null) {
            unreadable.put(name, type);
            directory.add(name, data + offset, bytes);
        } else {
            directory.add(new StoredTensor(name, readable, shape, data + offset));
        }
    }

    private static TensorType readable(String type) {
        return switch (type) {
            case "F32" -> TensorType.F32;
            case "F16" -> TensorType.F16;
            case "BF16" -> TensorType.BF16;
            default -> null;
        };
    }

    /** Bytes of a tensor; -1 where they are no whole ones, or more than any file has. */
    private long bytes(String name, String type, Shape shape) {
        int bits =
                switch (type) {
                    case "F4" -> 4;
                    case "F6_E2M3", "F6_E3M2" -> 6;
                    case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ" -> 8;
                    case "I16", "U16", "F16", "BF16" -> 16;
                    case "I32", "U32", "F32" -> 32;
                    case "I64", "U64", "F64", "C64" -> 64;
                    default -> throw broken("tensor '" + name + "' has the unknown dtype '" + type + "'");
                };
        try {
            long total = bits;
            for (long size : shape.getShape()) {
                total = Math.multiplyExact(total, size);
            }
            return total % Byte.SIZE == 0 ? total / Byte.SIZE : -1;
        } catch (ArithmeticException overflow) {
            return -1;
        }
    }

    private long[] numbers(String name, JsonParser parser) throws IOException {
        expect(parser, JsonToken.START_ARRAY, name);
        long[] numbers = new long[MAX_DIMENSIONS];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, JsonToken.VALUE_NUMBER_INT, name);
            if (count == MAX_DIMENSIONS || parser.getLongValue() < 0) {
                throw broken("'" + name + "' has a negative number, or more than " + MAX_DIMENSIONS + " axes");
            }
            numbers[count++] = parser.getLongValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private void expect(JsonParser parser, JsonToken token, String where) {
        if (parser.currentToken() != token) {
            throw broken("at '" + where + "' " + parser.currentToken() + ", expected " + token);
        }
    }

    private ModelFileException broken(String problem) {
        return new ModelFileException(file, "is no safetensors file or is broken: " + problem);
    }
}
