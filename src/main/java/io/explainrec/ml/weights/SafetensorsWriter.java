package io.explainrec.ml.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.explainrec.ml.tensor.Torch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes safetensors files of float32 tensors, which {@link SafetensorsFile} and Python's safetensors read. Equal tensors and
 * metadata give equal bytes: both are written in the order of their names.
 */
public final class SafetensorsWriter {
    private static final JsonFactory JSON = new JsonFactory();

    /** Name of the metadata in the directory, so that no tensor can have it. */
    private static final String METADATA = "__metadata__";

    /** The data start at a multiple of this, so that readers can map them as numbers. */
    private static final int ALIGNMENT = 8;

    /** Numbers that are copied from native memory to the file at a time. */
    private static final int PART = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes the file whole or not at all, see {@link WholeFile}.
     *
     * @param tensors float32, by name; views are written as they look
     * @param metadata plain text by name, the program and the format's version say; may be empty
     * @throws IllegalArgumentException naming a tensor that is not float32, or a name that cannot be used
     * @throws ModelFileException where the file cannot be written, or has more tensors than one file can hold
     */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) {
        SortedMap<String, NDArray> sorted = new TreeMap<>(tensors);
        sorted.forEach(SafetensorsWriter::check);
        WholeFile.write(file, channel -> {
            ByteBuffer directory = directory(sorted, new TreeMap<>(metadata));
            if (directory.remaining() - Long.BYTES > SafetensorsFile.MAX_DIRECTORY) {
                throw new ModelFileException(
                        file,
                        "would have " + sorted.size() + " tensors, whose names and places take "
                                + (directory.remaining() - Long.BYTES) + " bytes; a file holds up to "
                                + SafetensorsFile.MAX_DIRECTORY + ": take fewer items");
            }
            WholeFile.put(channel, directory);
            for (NDArray tensor : sorted.values()) {
                put(channel, Torch.floats(tensor));
            }
        });
    }

    private static void check(String name, NDArray tensor) {
        if (name.isBlank() || METADATA.equals(name)) {
            throw new IllegalArgumentException("a tensor cannot have the name '" + name + "'");
        }
        if (tensor.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has type " + tensor.getDataType() + "; expected float32, convert it first");
        }
    }

    /** The directory behind its length, filled with spaces, as the format allows, up to the data. */
    private static ByteBuffer directory(SortedMap<String, NDArray> tensors, SortedMap<String, String> metadata)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long offset = 0;
            for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
                long[] shape = entry.getValue().getShape().getShape();
                long end = offset + entry.getValue().size() * Float.BYTES;
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", "F32");
                json.writeFieldName("shape");
                json.writeArray(shape, 0, shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {offset, end}, 0, 2);
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        }
        while (out.size() % ALIGNMENT != 0) {
            out.write(' ');
        }
        return ByteBuffer.allocate(Long.BYTES + out.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(out.size())
                .put(out.toByteArray())
                .flip();
    }

    private static void put(FileChannel channel, float[] values) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(Math.min(PART, values.length) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += PART) {
            int length = Math.min(PART, values.length - from);
            buffer.clear().asFloatBuffer().put(values, from, length);
            WholeFile.put(channel, buffer.limit(length * Float.BYTES));
        }
    }
}
