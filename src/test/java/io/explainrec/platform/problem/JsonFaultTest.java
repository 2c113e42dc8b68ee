package io.explainrec.platform.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a wrong value names it and what was expected, and no class of ours or of the library. */
class JsonFaultTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private record Event(boolean liked, Instant at, int count, double rating, Map<String, List<String>> attributes) {}

    private static FieldError fault(String json) {
        return JsonFault.of(catchThrowableOfType(JacksonException.class, () -> JSON.readValue(json, Event.class)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'liked': 'yes'}                   | liked           | is 'yes'; expected true or false",
                "{'at': 'yesterday'}                | at              | is 'yesterday'; expected a time as 2026-01-31T12:00:00Z",
                "{'count': 'two'}                   | count           | is 'two'; expected a whole number",
                "{'rating': []}                     | rating          | is of another kind; expected a number",
                "{'attributes': {'kind': 'light'}}  | attributes.kind | is of another kind; expected a list in brackets",
                "{'attributes': 1}                  | attributes      | is of another kind; expected an object in braces",
                "[1]                                | body            | is of another kind; expected an object in braces"
            })
    void ofAWrongKind(String json, String field, String message) {
        FieldError fault = fault(json.replace('\'', '"'));
        assertThat(fault.field()).isEqualTo(field);
        assertThat(fault.message()).startsWith(message + " (line 1, column ");
    }

    @Test
    void aLongValueIsShortened() {
        assertThat(fault("{\"liked\": \"" + "x".repeat(100) + "\"}").message())
                .startsWith("is '" + "x".repeat(40) + "…'; expected true or false");
    }

    @Test
    void whatIsNoJsonOrNothingIsSaidAsTheReaderSaysIt() {
        assertThat(fault("{").message()).startsWith("cannot be read: Unexpected end-of-input");
        assertThat(fault("").message()).startsWith("cannot be read: No content");
    }
}
