package io.explainrec.platform.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.lang.invoke.MethodType;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Jackson found, without its class names. */
final class JsonFault {
    private static final String BODY = "body";
    /** Characters of a wrong value in a message. */
    private static final int SHOWN = 40;

    private static final Map<Class<?>, String> KINDS = Map.of(
            Boolean.class, "true or false",
            Integer.class, "a whole number",
            Long.class, "a whole number",
            Instant.class, "a time as 2026-01-31T12:00:00Z",
            String.class, "text in quotes",
            UUID.class, "an id as 00000000-0000-0000-0000-000000000000");

    /** Where the library keeps the value in its message alone. */
    private static final Pattern COERCED =
            Pattern.compile("^Cannot coerce \\w+ value \\(\"?(.*?)\"?\\) to ", Pattern.DOTALL);

    private JsonFault() {}

    /** As {@link #of}, for JSON that is one line of many. */
    static FieldError ofLine(JacksonException failure) {
        FieldError fault = of(failure);
        return new FieldError(
                fault.field().equals(BODY) ? "line" : fault.field(),
                fault.message().replace("(line 1, ", "("));
    }

    static FieldError of(JacksonException failure) {
        String field = BODY;
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            field = mapping.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return new FieldError(
                    field, "is not a field of this input; the fields are " + unknown.getKnownPropertyIds());
        }
        String where = failure instanceof JsonProcessingException parsed && parsed.getLocation() != null
                ? " (line " + parsed.getLocation().getLineNr() + ", column "
                        + parsed.getLocation().getColumnNr() + ")"
                : "";
        if (failure instanceof MismatchedInputException mismatched && isOfWrongKind(mismatched)) {
            String expected = expected(mismatched.getTargetType());
            if (expected != null) {
                return new FieldError(field, given(mismatched) + "; expected " + expected + where);
            }
        }
        String what = failure.getOriginalMessage();
        if (failure instanceof JsonMappingException && failure.getCause() instanceof IllegalArgumentException own) {
            what = own.getMessage();
        }
        return new FieldError(field, "cannot be read: " + firstSentence(what) + where);
    }

    /** What is to stand where a type is read, in words; null where there are none. */
    private static String expected(Class<?> type) {
        if (type == null) {
            return null;
        }
        Class<?> boxed = MethodType.methodType(type).wrap().returnType();
        if (KINDS.containsKey(boxed)) {
            return KINDS.get(boxed);
        }
        if (Number.class.isAssignableFrom(boxed)) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(boxed)) {
            return "a list in brackets";
        }
        return boxed.isRecord() || Map.class.isAssignableFrom(boxed) ? "an object in braces" : null;
    }

    /** Others are of what is missing, or of values that our own classes refuse. */
    private static boolean isOfWrongKind(MismatchedInputException failure) {
        String message = String.valueOf(failure.getOriginalMessage());
        return failure instanceof InvalidFormatException
                || message.startsWith("Cannot coerce ")
                || message.startsWith("Cannot deserialize value of type")
                || message.startsWith("Cannot construct instance of")
                        && !(failure.getCause() instanceof IllegalArgumentException);
    }

    private static String given(MismatchedInputException failure) {
        if (failure instanceof InvalidFormatException format && format.getValue() != null) {
            return "is '" + shortened(format.getValue().toString()) + "'";
        }
        Matcher coerced = COERCED.matcher(failure.getOriginalMessage());
        return coerced.find() ? "is '" + shortened(coerced.group(1)) + "'" : "is of another kind";
    }

    private static String shortened(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    private static String firstSentence(String message) {
        String plain = message == null
                ? "not valid JSON"
                : message.replaceAll("[`']?(java|io|com)\\.[\\w.$]+[`']?", "a value");
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }
}
