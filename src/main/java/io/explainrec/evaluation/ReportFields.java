package io.explainrec.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import io.explainrec.platform.problem.Faults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one object of a report; what is wrong with them is noted under their path.
 *
 * @param path of the object; empty for the whole
 */
record ReportFields(String path, JsonNode json, Faults faults) {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_FACTS = 100;

    void check(boolean condition, String field, String message) {
        faults.check(condition, at(field), message);
    }

    /** Notes every other field. */
    void knows(String... known) {
        json.fieldNames()
                .forEachRemaining(field -> check(
                        List.of(known).contains(field),
                        field.length() > LONGEST_NAME ? field.substring(0, LONGEST_NAME) : field,
                        "is not a field of a report; the fields here are " + List.of(known)));
    }

    /** Every other field, of which none is a fault. */
    List<String> others(String... known) {
        List<String> others = new ArrayList<>();
        json.fieldNames().forEachRemaining(others::add);
        others.removeAll(List.of(known));
        check(others.size() <= MOST_FACTS, "report", "has " + others.size() + " fields that are not known");
        others.forEach(name -> faults.id("report", name));
        return List.copyOf(others);
    }

    /** A short text that must be there; empty where it is not. */
    String name(String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            check(false, field, expected("a name", value));
            return "";
        }
        faults.id(at(field), value.textValue());
        return value.textValue();
    }

    /** A whole number from 0. */
    long count(String field) {
        JsonNode value = json.path(field);
        boolean good = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
        check(good, field, expected("a whole number from 0", value));
        return good ? value.longValue() : 0;
    }

    double number(String field, double low, double high) {
        JsonNode value = json.path(field);
        boolean good = value.isNumber() && value.doubleValue() >= low && value.doubleValue() <= high;
        check(good, field, expected("a number" + (high == 1 ? " from " + low + " to 1" : " from " + low), value));
        return good ? value.doubleValue() : low;
    }

    /** A number, or NaN where the field says null; the field must be there. */
    double numberOrNull(String field) {
        JsonNode value = json.path(field);
        boolean good = value.isNull() || value.isNumber() && Double.isFinite(value.doubleValue());
        check(good, field, expected("a number, or null where it is not defined", value));
        return good && value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    /** An object of plain values, among which these must be counts. */
    Map<String, Object> facts(String field, String... counts) {
        JsonNode object = json.path(field);
        if (!object.isObject() || object.size() > MOST_FACTS) {
            check(false, field, expected("an object of at most " + MOST_FACTS + " plain values", object));
            return Map.of();
        }
        ReportFields inner = new ReportFields(at(field), object, faults);
        for (String count : counts) {
            inner.count(count);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        object.properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            faults.id(at(field), entry.getKey());
            inner.check(value.isValueNode(), entry.getKey(), expected("a text, a number, true, false or null", value));
            faults.text(at(field) + "." + entry.getKey(), value.asText(), LONGEST_TEXT);
            facts.put(entry.getKey(), value.isIntegralNumber() ? (Object) value.asLong() : value.asText());
        });
        return Collections.unmodifiableMap(facts);
    }

    List<String> texts(String field, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(field, most)) {
            check(item.isTextual(), field + "[" + texts.size() + "]", expected("a text", item));
            faults.requiredText(at(field) + "[" + texts.size() + "]", item.asText(), LONGEST_TEXT);
            texts.add(item.asText());
        }
        return List.copyOf(texts);
    }

    List<ReportFields> objects(String field, int most) {
        List<ReportFields> objects = new ArrayList<>();
        for (JsonNode item : array(field, most)) {
            objects.add(new ReportFields(at(field) + "[" + objects.size() + "]", item, faults));
        }
        return objects;
    }

    private Iterable<JsonNode> array(String field, int most) {
        JsonNode value = json.path(field);
        boolean good = value.isArray() && value.size() <= most;
        check(good, field, expected("a list of at most " + most, value));
        return good ? value : List.of();
    }

    private String at(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String expected(String what, JsonNode came) {
        String is =
                switch (came.getNodeType()) {
                    case MISSING -> "is missing";
                    case OBJECT -> "is an object of " + came.size() + " fields";
                    case ARRAY -> "is a list of " + came.size();
                    default -> "is " + (came.toString().length() > 60 ? came.getNodeType() + "" : came);
                };
        return is + "; expected " + what;
    }
}
