package io.explainrec.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** Items' attributes as the database has them, for statements of one's own. */
public final class ItemAttributes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, List<String>>> TYPE = new TypeReference<>() {};

    private ItemAttributes() {}

    /**
     * Of the column's text.
     *
     * @throws IllegalStateException where it is nothing that the catalogue writes
     */
    public static Map<String, List<String>> read(String column) {
        try {
            return JSON.readValue(column, TYPE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the attributes " + column + " cannot be read", e);
        }
    }
}
