package io.explainrec.ml.weights;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * An object in a JSON file of a model, read strictly: a value of another kind is an error and never a default, and null
 * counts as absent. Every error is a {@link ModelFileException} that names the file and the field from the root.
 */
public final class ModelJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Bytes of a file, about twice what the largest tokenizers take: what is read becomes many times as much memory. */
    private static final long LARGEST = 64L << 20;

    private final Path file;
    private final String path;
    private final JsonNode node;

    private ModelJson(Path file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** Reads a file that holds one object without duplicate names. */
    public static ModelJson read(Path file) {
        JsonNode root;
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new ModelFileException(file, "has " + size + " bytes; supported: up to " + LARGEST);
            }
            root = MAPPER.readTree(file.toFile());
        } catch (IOException e) {
            throw new ModelFileException(file, "cannot be read: " + e.getMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw new ModelFileException(file, "holds no JSON object");
        }
        return new ModelJson(file, "", root);
    }

    /** The file, for messages. */
    public Path file() {
        return file;
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** Names of the fields, in the file's order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** An object; an empty one where it is absent. */
    public ModelJson object(String name) {
        JsonNode found =
                has(name) ? field(name, JsonNode::isObject, "an object") : JsonNodeFactory.instance.objectNode();
        return new ModelJson(file, path(name), found);
    }

    /** An array of objects; none where it is absent. */
    public List<ModelJson> objects(String name) {
        List<ModelJson> objects = new ArrayList<>();
        for (JsonNode element : array(name)) {
            String at = path(name) + "[" + objects.size() + "]";
            if (!element.isObject()) {
                throw new ModelFileException(file, "'" + at + "' is no object");
            }
            objects.add(new ModelJson(file, at, element));
        }
        return objects;
    }

    /** An array; an empty one where it is absent. */
    public JsonNode array(String name) {
        return has(name) ? field(name, JsonNode::isArray, "an array") : JsonNodeFactory.instance.arrayNode();
    }

    /** The value of a field whatever it is; a missing node where it is absent. */
    public JsonNode value(String name) {
        return node.path(name);
    }

    /** Text. */
    public String text(String name) {
        return field(name, JsonNode::isTextual, "text").textValue();
    }

    /** Text, or the fallback where it is absent. */
    public String text(String name, String fallback) {
        return has(name) ? text(name) : fallback;
    }

    /** A whole number that an int holds. */
    public int whole(String name) {
        return field(name, value -> value.isIntegralNumber() && value.canConvertToInt(), "a whole number")
                .intValue();
    }

    /** A whole number, or the fallback where it is absent. */
    public int whole(String name, int fallback) {
        return has(name) ? whole(name) : fallback;
    }

    /** A number, or the fallback where it is absent. */
    public double number(String name, double fallback) {
        return has(name) ? field(name, JsonNode::isNumber, "a number").doubleValue() : fallback;
    }

    /** True or false, or the fallback where it is absent. */
    public boolean flag(String name, boolean fallback) {
        return has(name) ? field(name, JsonNode::isBoolean, "true or false").booleanValue() : fallback;
    }

    /** Refuses a flag that is not as it must be; absent it is as it must be. */
    public void requireFlag(String name, boolean supported) {
        if (flag(name, supported) != supported) {
            throw unsupported(name, Boolean.toString(supported));
        }
    }

    /** Refuses a text that is not as it must be, or is absent. */
    public void requireText(String name, String supported) {
        if (!supported.equals(text(name, ""))) {
            throw unsupported(name, supported);
        }
    }

    /** Refuses a field that is there. */
    public void requireAbsent(String name) {
        if (has(name)) {
            throw unsupported(name, "none");
        }
    }

    /** For a field whose value this program does not compute with. */
    public ModelFileException unsupported(String name, String supported) {
        return ModelFileException.unsupported(file, path(name), has(name) ? node.path(name) : "not given", supported);
    }

    private JsonNode field(String name, Predicate<JsonNode> kind, String expected) {
        JsonNode value = node.path(name);
        if (!kind.test(value)) {
            String found = has(name) ? "is " + shortened(value.toString()) : "is missing";
            throw new ModelFileException(file, "'" + path(name) + "' " + found + "; expected " + expected);
        }
        return value;
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "...";
    }
}
