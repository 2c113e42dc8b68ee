package io.explainrec.portal;

import io.explainrec.catalog.Interaction;
import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values read on a page. */
@TemplateExtension
final class PageValues {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private PageValues() {}

    /** What is shown without JavaScript; with it the browser puts the viewer's own zone. */
    static String utc(Instant at) {
        return UTC.format(at);
    }

    /** A count, its thousands apart. */
    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** So many of a thing, in the plural where it is due. */
    static String of(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** What was typed into a field, without the white space around it; null where that is nothing. */
    static String orNull(String typed) {
        return typed == null || typed.isBlank() ? null : typed.strip();
    }

    /** Fit for a part of a link's query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A share in percent. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** A name like {@code recordsSealed} as words. */
    static String words(String camelCase) {
        return camelCase.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** Where a reason comes from, in words. */
    static String source(Interaction.Reason reason) {
        return switch (reason.provenance()) {
            case STATED -> "said by the person";
            case DERIVED -> "derived from statistics of earlier events";
            case TEACHER -> "written by the model " + reason.author();
        };
    }
}
