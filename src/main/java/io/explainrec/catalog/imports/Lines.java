package io.explainrec.catalog.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/** Reads delimited files record by record, with where each stands. */
final class Lines {
    private static final int LONGEST_EXCERPT = 200;
    /** Characters of one record: behind a quote that is never closed, the rest of a file is one. */
    private static final int LONGEST_RECORD = 10_000_000;

    /** What the decoder puts in place of bytes that are no text. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path folder;

    /**
     * @throws ImportException where there is no folder of this name
     */
    Lines(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ImportException(folder
                    + (Files.exists(folder)
                            ? " is a file; expected the folder that holds it"
                            : " does not exist; expected a folder"));
        }
        this.folder = folder;
    }

    /** One record and where it stands. */
    record Line(Row.Origin origin, CSVRecord values) {
        int size() {
            return values.size();
        }

        String get(int column) {
            return values.get(column);
        }

        /** The column's value; null where it is not there or empty. */
        String get(String column) {
            String value = values.isMapped(column) && values.isSet(column) ? values.get(column) : null;
            return value == null || value.isBlank() ? null : value;
        }

        Map<String, String> columns() {
            return values.toMap();
        }

        /** Why its values cannot be trusted, each to be its column's; null where they can. */
        String fault() {
            if (values.stream().anyMatch(Lines::isDamaged)) {
                return "is not valid UTF-8; save the file as UTF-8";
            }
            return values.isConsistent()
                    ? null
                    : "has " + values.size() + " fields; expected "
                            + values.getParser().getHeaderNames().size()
                            + " as in the first line; put a value with a comma in it in double quotes";
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    boolean has(String name) {
        return Files.isRegularFile(file(name));
    }

    /** Sum of the sizes of those of these files that are there, in bytes. */
    long size(List<String> names) {
        return names.stream()
                .filter(this::has)
                .mapToLong(name -> file(name).toFile().length())
                .sum();
    }

    /** Records without quotes and headers, as the old MovieLens files have them. */
    void plain(String name, String delimiter, Charset charset, Consumer<Line> lines) {
        read(
                name,
                charset,
                CSVFormat.DEFAULT
                        .builder()
                        .setDelimiter(delimiter)
                        .setQuote(null)
                        .get(),
                columns -> {},
                lines);
    }

    /**
     * RFC 4180 with a header, in UTF-8, with or without a byte order mark.
     *
     * @throws ImportException where one of the needed columns is missing, or one stands twice
     */
    void withHeader(String name, List<String> needed, Consumer<Line> lines) {
        withHeader(name, needed, null, lines);
    }

    /**
     * As above; a column that is not known is refused too, since one that is misnamed would be left out without a word.
     *
     * @param known the needed columns and those that may be there; null for any
     */
    void withHeader(String name, List<String> needed, List<String> known, Consumer<Line> lines) {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .get();
        read(name, StandardCharsets.UTF_8, format, columns -> check(name, columns, needed, known), lines);
    }

    private void check(String name, List<String> columns, List<String> needed, List<String> known) {
        if (!columns.containsAll(needed)) {
            boolean otherwise = columns.size() == 1 && columns.getFirst().matches(".*[;\t|].*");
            throw new ImportException(file(name) + " has the columns " + columns + "; expected at least " + needed
                    + " in its first line" + (otherwise ? ", with commas between them" : ""));
        }
        List<String> unread = known == null
                ? List.of()
                : columns.stream().filter(column -> !known.contains(column)).toList();
        if (!unread.isEmpty()) {
            throw new ImportException(file(name) + " has the columns " + unread + ", which are not read; expected of "
                    + known + ": rename them, or take them out");
        }
    }

    /**
     * Lines of text in UTF-8, with or without a byte order mark, whatever ends them; blank ones are counted and left out.
     *
     * @param lines takes each line with where it stands
     */
    void text(String name, BiConsumer<Row.Origin, String> lines) {
        try (var bytes = new BufferedReader(
                        new InputStreamReader(Files.newInputStream(file(name)), StandardCharsets.UTF_8));
                var bounded = new BoundedReader(withoutMark(bytes), LONGEST_RECORD);
                var reader = new BufferedReader(bounded)) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                bounded.begin();
                number++;
                if (!line.isBlank()) {
                    lines.accept(new Row.Origin(name, number, excerpt(line)), line);
                }
            }
        } catch (IOException e) {
            throw new ImportException("cannot read " + file(name) + ": " + e.getMessage(), e);
        }
    }

    /** Whether it had bytes that are no text. */
    static boolean isDamaged(String text) {
        return text.indexOf(REPLACEMENT) >= 0;
    }

    private static String excerpt(String text) {
        return text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) : text;
    }

    private static BufferedReader withoutMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    private ImportException broken(String name, IOException cause) {
        return new ImportException(
                file(name) + " is broken: " + cause.getMessage()
                        + "; look for a double quote that is not closed, or one inside a value that is not doubled",
                cause);
    }

    private void read(
            String name, Charset charset, CSVFormat format, Consumer<List<String>> columns, Consumer<Line> lines) {
        var decoder = charset.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
        try (var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file(name)), decoder));
                var bounded = new BoundedReader(withoutMark(reader), LONGEST_RECORD);
                CSVParser parser = format.parse(bounded)) {
            columns.accept(parser.getHeaderNames());
            for (CSVRecord values : parser) {
                bounded.begin();
                String excerpt =
                        values.stream().collect(Collectors.joining(String.valueOf(format.getDelimiterString())));
                lines.accept(new Line(new Row.Origin(name, parser.getCurrentLineNumber(), excerpt(excerpt)), values));
            }
        } catch (CSVException e) {
            throw broken(name, e);
        } catch (UncheckedIOException e) {
            throw broken(name, e.getCause());
        } catch (IOException | IllegalArgumentException e) {
            throw new ImportException("cannot read " + file(name) + ": " + e.getMessage(), e);
        }
    }
}
