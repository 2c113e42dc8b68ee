package io.explainrec.portal;

import io.explainrec.catalog.Page;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A list to take away, RFC 4180 in UTF-8. Spreadsheets run text that begins like a formula, so such text gets an apostrophe in
 * front; numbers are left alone.
 *
 * @param name of the file
 */
record CsvFile(String name, List<String> header, Stream<List<?>> rows) {
    static final String MEDIA_TYPE = "text/csv;charset=UTF-8";
    private static final String FORMULA_STARTS = "=+-@\t\r\n";

    /** Everything of a list, read page by page as it is written; the first page is read here, so that errors show early. */
    static <T> Stream<T> all(Function<String, Page<T>> load) {
        return Stream.iterate(
                        load.apply(null),
                        Objects::nonNull,
                        page -> page.next() == null ? null : load.apply(page.next()))
                .flatMap(page -> page.items().stream());
    }

    Response download() {
        StreamingOutput body = out -> {
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setHeader(header.toArray(String[]::new))
                    .get();
            try (CSVPrinter printer = new CSVPrinter(new OutputStreamWriter(out, StandardCharsets.UTF_8), format)) {
                write(printer);
            }
        };
        return Response.ok(body, MEDIA_TYPE)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".csv\"")
                .build();
    }

    private void write(CSVPrinter printer) throws IOException {
        for (Iterator<List<?>> row = rows.iterator(); row.hasNext(); ) {
            printer.printRecord(row.next().stream().map(CsvFile::cell).toList());
        }
    }

    private static Object cell(Object value) {
        return value instanceof String text && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
