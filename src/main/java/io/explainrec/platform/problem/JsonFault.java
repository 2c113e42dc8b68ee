package io.explainrec.platform.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.stream.Collectors;

/** What Jackson found, without its class names. */
final class JsonFault {
    private static final String BODY = "body";

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
        String what = failure.getOriginalMessage();
        if (failure instanceof JsonMappingException && failure.getCause() instanceof IllegalArgumentException own) {
            what = own.getMessage();
        }
        return new FieldError(field, "cannot be read: " + firstSentence(what) + where);
    }

    private static String firstSentence(String message) {
        String plain = message == null
                ? "not valid JSON"
                : message.replaceAll("[`']?(java|io|com)\\.[\\w.$]+[`']?", "a value");
        return plain.length() > 200 ? plain.substring(0, 200) : plain;
    }
}
