package io.explainrec.ml.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Options of a run as JSON; linear layers by the names that PEFT gives them. */
public final class TrainingJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private TrainingJson() {}

    /**
     * Options that a file gives, the others as in {@link TrainingOptions#DEFAULT}.
     *
     * @throws TrainingException naming all fields that are not known or have no value, or the value that is out of its range
     */
    public static TrainingOptions read(Path file) {
        JsonNode given;
        try {
            given = MAPPER.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new TrainingException(file + " cannot be read: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e.getMessage(), e);
        }
        if (!(given instanceof ObjectNode options)) {
            throw new TrainingException(file + " holds no JSON object");
        }
        return changed(TrainingOptions.DEFAULT, options, file.toString());
    }

    /**
     * Options with others in their place.
     *
     * @param changes a JSON object of those that are changed
     * @throws TrainingException as {@link #read} does
     */
    public static TrainingOptions changed(TrainingOptions options, String changes) {
        try {
            return changed(options, MAPPER.readValue(changes, ObjectNode.class), changes);
        } catch (JsonProcessingException e) {
            throw new TrainingException(changes + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** All options in one line, as a file may give them to a run that shall come to the same. */
    public static String written(TrainingOptions options) {
        try {
            return MAPPER.writeValueAsString(options);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A card; options that it, or a card of an earlier stage, is too old to have are as they were when there was no choice. */
    static ModelCard card(Path file) throws IOException {
        JsonNode card = MAPPER.readTree(file.toFile());
        for (JsonNode stage = card;
                stage.isObject();
                stage = stage.path("before").path("card")) {
            if (stage.path("options") instanceof ObjectNode options) {
                complete(options);
            }
        }
        return MAPPER.treeToValue(card, ModelCard.class);
    }

    private static void complete(ObjectNode options) {
        ObjectNode then = MAPPER.valueToTree(TrainingOptions.DEFAULT);
        then.put("reasonsPerRow", 0);
        then.put("knowledge", false);
        then.put("findings", false);
        then.properties().stream()
                .filter(option -> !options.has(option.getKey()))
                .forEach(option -> options.set(option.getKey(), option.getValue()));
    }

    private static TrainingOptions changed(TrainingOptions from, ObjectNode changes, String named) {
        ObjectNode all = MAPPER.valueToTree(from);
        List<String> unknown = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        merge("", changes, all, unknown, empty);
        if (!unknown.isEmpty()) {
            List<String> known = new ArrayList<>();
            all.fieldNames().forEachRemaining(known::add);
            throw new TrainingException(named + " has unknown options " + unknown + "; known are " + known);
        }
        if (!empty.isEmpty()) {
            throw new TrainingException(
                    named + " has null for " + empty + "; give values, or leave these options out for their defaults");
        }
        try {
            return MAPPER.treeToValue(all, TrainingOptions.class);
        } catch (ValueInstantiationException e) {
            throw new TrainingException(named + ": " + e.getCause().getMessage(), e);
        } catch (JsonMappingException e) {
            String field = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining("."));
            throw new TrainingException(named + ": '" + field + "': " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new TrainingException(named + ": " + e.getOriginalMessage(), e);
        }
    }

    private static void merge(String path, ObjectNode from, ObjectNode into, List<String> unknown, List<String> empty) {
        from.properties().forEach(field -> {
            JsonNode present = into.get(field.getKey());
            if (present == null) {
                unknown.add(path + field.getKey());
            } else if (present instanceof ObjectNode inner && field.getValue() instanceof ObjectNode given) {
                merge(path + field.getKey() + ".", given, inner, unknown, empty);
            } else if (isEmpty(field.getValue())) {
                empty.add(path + field.getKey());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    /** Null, or a list with a null in it. */
    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isArray() && value.valueStream().anyMatch(JsonNode::isNull);
    }
}
