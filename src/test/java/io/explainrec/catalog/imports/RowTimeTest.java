package io.explainrec.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.678901Z, 2026-01-02T03:04:05.678901Z",
        "2026-01-02T03:04:05+02:00, 2026-01-02T01:04:05Z",
        "2026-01-02 03:04:05+02, 2026-01-02T01:04:05Z",
        "2026-01-02 03:04:05, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04, 2026-01-02T03:04:00Z",
        "2026-01-02, 2026-01-02T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "1600000000, 2020-09-13T12:26:40Z",
        "1600000000.25, 2020-09-13T12:26:40.250Z",
        "1600000000.0, 2020-09-13T12:26:40Z",
        "1600000000123, 2020-09-13T12:26:40.123Z",
        "1969-12-31T23:59:59Z, 1969-12-31T23:59:59Z"
    })
    void isReadAsItIsWritten(String written, Instant time) {
        assertThat(RowTime.parse(" " + written + " ")).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "02.01.2026",
                "01/02/2026",
                "2026-13-01",
                "2026-02-30",
                "2026-01-0203:04:05",
                "1e9",
                "-5",
                "16000000001234"
            })
    void whatIsNoneIsRefused(String written) {
        assertThatThrownBy(() -> RowTime.parse(written)).isInstanceOf(DateTimeException.class);
    }
}
