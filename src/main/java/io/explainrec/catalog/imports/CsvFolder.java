package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.User;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder of a shop's own CSV files, UTF-8 with a header, each optional:
 *
 * <ul>
 *   <li>{@code items.csv}: id, title, text, image_url; every other column is an attribute, its values separated by |
 *   <li>{@code users.csv}: id, age_band, gender, occupation, region
 *   <li>{@code interactions.csv}: user, item, and liked (true or false) or rating, time (see {@link RowTime}), reason
 * </ul>
 *
 * Any other column of users or interactions ends the import. A domain that does not exist is made for flags alone. An event
 * without a time says what the user thinks now: where their last verdict on the item says so already, nothing is new. Of
 * several on one item, the first in the file is what they think.
 */
public final class CsvFolder implements ImportSource {
    private static final List<String> FILES = List.of("items.csv", "users.csv", "interactions.csv");
    private static final Set<String> ITEM_COLUMNS = Set.of("id", "title", "text", "image_url");

    private final Path folder;
    private final Lines lines;

    /**
     * @throws ImportException where none of the files is there
     */
    public CsvFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.lines = new Lines(this.folder);
        if (FILES.stream().noneMatch(lines::has)) {
            throw new ImportException("the folder " + this.folder + " holds none of " + FILES);
        }
    }

    @Override
    public String format() {
        return "csv";
    }

    @Override
    public String name() {
        return folder.getFileName().toString();
    }

    @Override
    public Domain.Input domain() {
        return new Domain.Input(name(), null, null, null);
    }

    @Override
    public long size() {
        return lines.size(FILES);
    }

    @Override
    public void read(Consumer<Row> rows, Consumer<Long> progress) {
        long done = 0;
        for (String file : FILES) {
            if (lines.has(file)) {
                long[] read = {done};
                lines.withHeader(file, needed(file), known(file), line -> {
                    rows.accept(row(file, line));
                    read[0] += line.origin().excerpt().length() + 1;
                    progress.accept(read[0]);
                });
                done += lines.file(file).toFile().length();
                progress.accept(done);
            }
        }
    }

    private static List<String> needed(String file) {
        return switch (file) {
            case "items.csv" -> List.of("id", "title");
            case "users.csv" -> List.of("id");
            default -> List.of("user", "item");
        };
    }

    /** All columns of a file; null for items, whose others are attributes. */
    private static List<String> known(String file) {
        return switch (file) {
            case "items.csv" -> null;
            case "users.csv" -> List.of("id", "age_band", "gender", "occupation", "region");
            default -> List.of("user", "item", "liked", "rating", "time", "reason");
        };
    }

    private static Row row(String file, Lines.Line line) {
        if (line.fault() != null) {
            return new Row.Refused(line.origin(), "line", line.fault(), user(file, line));
        }
        return switch (file) {
            case "items.csv" -> item(line);
            case "users.csv" ->
                new Row.OfUser(
                        line.origin(),
                        line.get("id"),
                        new User.Input(
                                null,
                                null,
                                line.get("age_band"),
                                line.get("gender"),
                                line.get("occupation"),
                                line.get("region")));
            default -> interaction(line);
        };
    }

    /** Whose row it is, as far as it can be read; items are nobody's, whatever attributes they have. */
    private static String user(String file, Lines.Line line) {
        return switch (file) {
            case "items.csv" -> null;
            case "users.csv" -> line.get("id");
            default -> line.get("user");
        };
    }

    private static Row item(Lines.Line line) {
        Map<String, List<String>> attributes = new TreeMap<>();
        line.columns().forEach((name, value) -> {
            if (!ITEM_COLUMNS.contains(name) && value != null) {
                List<String> values = Stream.of(value.split("\\|"))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
                if (!values.isEmpty()) {
                    attributes.put(name, values);
                }
            }
        });
        return new Row.OfItem(
                line.origin(),
                line.get("id"),
                new Item.Input(null, line.get("title"), line.get("text"), attributes, line.get("image_url")),
                null);
    }

    private static Row interaction(Lines.Line line) {
        String liked = line.get("liked");
        if (liked != null && !liked.matches("(?i)true|false|1|0")) {
            return refused(line, "liked", "is '" + liked + "'; expected true or false");
        }
        Float rating;
        try {
            rating = line.get("rating") == null ? null : Float.valueOf(line.get("rating"));
        } catch (NumberFormatException e) {
            return refused(line, "rating", "is '" + line.get("rating") + "'; expected a number");
        }
        Instant time;
        try {
            time = line.get("time") == null ? null : RowTime.parse(line.get("time"));
        } catch (DateTimeException e) {
            return refused(line, "time", "is '" + line.get("time") + "'; expected " + RowTime.EXPECTED);
        }
        Boolean flag = liked == null ? null : Boolean.valueOf(liked.equalsIgnoreCase("true") || liked.equals("1"));
        return new Row.OfInteraction(
                line.origin(), line.get("user"), line.get("item"), flag, rating, time, line.get("reason"));
    }

    private static Row refused(Lines.Line line, String field, String message) {
        return new Row.Refused(line.origin(), field, message, line.get("user"));
    }
}
