package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A folder of Amazon's ratings over several domains, UTF-8 with a header: {@code items.csv} (item_id, domain, title, and
 * author where there is one) and {@code ratings.csv} (user_id, domain, item_id, rating, and time or timestamp where there is
 * one, see {@link RowTime}). Any other column ends the import. Ratings are from 1 to 5, liked above 3. A user is one person in all
 * domains. Rows go to the domains that {@code items.csv} names, in lower case, each other character than a letter, digit or hyphen
 * a hyphen.
 */
public final class AmazonFolder implements ImportSource {
    private static final String ITEMS = "items.csv";
    private static final String RATINGS = "ratings.csv";
    private static final List<String> FILES = List.of(ITEMS, RATINGS);
    private static final List<String> ITEM_COLUMNS = List.of("item_id", "domain", "title");
    private static final List<String> RATING_COLUMNS = List.of("user_id", "domain", "item_id", "rating");
    private static final List<String> KNOWN_OF_ITEMS = List.of("item_id", "domain", "title", "author");
    /** Of the last two, which mean the same, one. */
    private static final List<String> KNOWN_OF_RATINGS =
            List.of("user_id", "domain", "item_id", "rating", "time", "timestamp");

    private static final int MOST_DOMAINS = 100;

    private final Path folder;
    private final Lines lines;
    /** What {@code items.csv} names; null until somebody asked, since it may take minutes to read. */
    private List<String> domains;

    /**
     * @throws ImportException where one of the files is missing
     */
    public AmazonFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.lines = new Lines(this.folder);
        if (!FILES.stream().allMatch(lines::has)) {
            throw new ImportException("the folder " + this.folder + " is no Amazon data set: expected " + ITEMS + " ("
                    + String.join(", ", ITEM_COLUMNS) + ") and " + RATINGS + " (" + String.join(", ", RATING_COLUMNS)
                    + ") in it");
        }
    }

    @Override
    public String format() {
        return "amazon";
    }

    @Override
    public String name() {
        return folder.getFileName().toString();
    }

    @Override
    public Domain.Input domain() {
        return new Domain.Input(name() + " (Amazon)", 3f, 1f, 5f);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ImportException where {@code items.csv} names none, or more than it can have
     */
    @Override
    public List<String> domains() {
        if (domains == null) {
            domains = readDomains();
        }
        return domains;
    }

    private List<String> readDomains() {
        Set<String> names = new TreeSet<>();
        lines.withHeader(ITEMS, ITEM_COLUMNS, KNOWN_OF_ITEMS, line -> {
            String name = line.fault() == null ? domain(line) : null;
            if (name != null && names.add(name) && names.size() > MOST_DOMAINS) {
                throw new ImportException(lines.file(ITEMS) + " has more than " + MOST_DOMAINS
                        + " values in its column 'domain'; expected the kind of item there, as books or movies");
            }
        });
        if (names.isEmpty()) {
            throw new ImportException(lines.file(ITEMS) + " has no item with a domain; expected at least one");
        }
        return List.copyOf(names);
    }

    @Override
    public boolean bringsScale() {
        return true;
    }

    @Override
    public long size() {
        return lines.size(FILES);
    }

    @Override
    public void read(Consumer<Row> rows, Consumer<Long> progress) {
        lines.withHeader(ITEMS, ITEM_COLUMNS, KNOWN_OF_ITEMS, line -> rows.accept(item(line)));
        long[] done = {lines.size(List.of(ITEMS))};
        progress.accept(done[0]);
        lines.withHeader(RATINGS, RATING_COLUMNS, KNOWN_OF_RATINGS, line -> {
            rows.accept(rating(line));
            done[0] += line.origin().excerpt().length() + 1;
            progress.accept(done[0]);
        });
        progress.accept(size());
    }

    private static Row item(Lines.Line line) {
        if (line.fault() != null) {
            return new Row.Refused(line.origin(), "line", line.fault());
        }
        String author = line.get("author");
        Map<String, List<String>> attributes = author == null ? Map.of() : Map.of("author", List.of(author));
        return new Row.OfItem(
                line.origin(),
                domain(line),
                line.get("item_id"),
                new Item.Input(null, line.get("title"), null, attributes, null),
                null);
    }

    private static Row rating(Lines.Line line) {
        if (line.fault() != null) {
            return new Row.Refused(line.origin(), "line", line.fault(), line.get("user_id"));
        }
        String rating = line.get("rating");
        Float stars;
        try {
            stars = rating == null ? null : Float.valueOf(rating.strip());
        } catch (NumberFormatException e) {
            return refused(line, "rating", "is '" + rating + "'; expected a number from 1 to 5");
        }
        String column = line.get("time") == null ? "timestamp" : "time";
        String time = line.get(column);
        Instant at;
        try {
            at = time == null ? null : RowTime.parse(time);
        } catch (DateTimeException e) {
            return refused(line, column, "is '" + time + "'; expected " + RowTime.EXPECTED);
        }
        return new Row.OfInteraction(
                line.origin(), domain(line), line.get("user_id"), line.get("item_id"), null, stars, at, null);
    }

    private static Row refused(Lines.Line line, String field, String message) {
        return new Row.Refused(line.origin(), field, message, line.get("user_id"));
    }

    private static String domain(Lines.Line line) {
        String written = line.get("domain");
        return written == null ? null : written.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    }
}
