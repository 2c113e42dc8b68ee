package io.explainrec.catalog.imports;

import java.time.DateTimeException;
import java.time.Instant;

/** Times as they stand in delimited files: ISO 8601, Unix seconds, or, where there are 13 digits, Unix milliseconds. */
final class RowTime {
    static final String EXPECTED = "ISO 8601, Unix seconds, or milliseconds of 13 digits";

    private RowTime() {}

    /**
     * @throws DateTimeException where it is none of these
     */
    static Instant parse(String written) {
        String text = written.strip();
        if (text.matches("\\d{13}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        return text.matches("\\d{1,12}") ? Instant.ofEpochSecond(Long.parseLong(text)) : Instant.parse(text);
    }
}
