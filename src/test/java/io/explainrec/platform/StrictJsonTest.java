package io.explainrec.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
    private final ObjectMapper json = new ObjectMapper();

    StrictJsonTest() {
        new StrictJson().customize(json);
    }

    enum Kind {
        STATED,
        DERIVED
    }

    record Input(String text, Integer count, Double share, Kind kind) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            {"count": 2.9}               | Cannot coerce
            {"count": 2.0}               | Cannot coerce
            {"count": "2"}               | Cannot coerce
            {"share": "0.5"}             | Cannot coerce
            {"text": 2}                  | Cannot coerce
            {"kind": 1}                  | not allowed to deserialize Enum value out of number
            {"kind": "1"}                | not one of the values accepted
            {"count": 1, "count": 2}     | Duplicate field 'count'
            {"count": 1} {"count": 2}    | Trailing token
            """)
    void refusesWhatMeansSomethingElse(String input, String reason) {
        assertThatThrownBy(() -> json.readValue(input, Input.class))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void readsWhatIsMeant() throws JsonProcessingException {
        assertThat(json.readValue(
                        "{\"text\": \"two\", \"count\": 2, \"share\": 1, \"kind\": \"DERIVED\"}", Input.class))
                .isEqualTo(new Input("two", 2, 1.0, Kind.DERIVED));
        assertThat(json.readValue("[{\"count\": 1}, {\"count\": 2}]", Input[].class))
                .extracting(Input::count)
                .isEqualTo(List.of(1, 2));
    }
}
