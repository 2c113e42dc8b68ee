package io.explainrec.catalog.imports;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/**
 * Times as they stand in delimited files: ISO 8601, with a space for the T as databases write it, UTC where no zone is given, a date alone being
 * its first moment; Unix seconds; or, where there are 13 digits, Unix milliseconds.
 */
final class RowTime {
    static final String EXPECTED = "ISO 8601, Unix seconds, or milliseconds of 13 digits";

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private RowTime() {}

    /**
     * @throws DateTimeException where it is none of these
     */
    static Instant parse(String written) {
        String text = written.strip();
        if (text.matches("\\d{13}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        if (text.matches("\\d{1,12}(\\.\\d{0,9})?")) {
            BigDecimal seconds = new BigDecimal(text);
            return Instant.ofEpochSecond(
                    seconds.longValue(),
                    seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
        }
        TemporalAccessor time =
                ISO.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
        return switch (time) {
            case OffsetDateTime zoned -> zoned.toInstant();
            case LocalDateTime local -> local.toInstant(ZoneOffset.UTC);
            default -> LocalDate.from(time).atStartOfDay().toInstant(ZoneOffset.UTC);
        };
    }
}
