package io.explainrec.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** Attribute values that items must have, as the JSON that PostgreSQL's {@code @>} compares with. */
public final class AttributeFilter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AttributeFilter() {}

    /** {@code {"genre": ["Drama"]}} for genre = Drama; {@code {}} lets everything through. */
    public static String json(Map<String, String> attributes) {
        Map<String, Object> lists = new TreeMap<>();
        attributes.forEach((name, value) -> lists.put(name, new String[] {value}));
        try {
            return JSON.writeValueAsString(lists);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
