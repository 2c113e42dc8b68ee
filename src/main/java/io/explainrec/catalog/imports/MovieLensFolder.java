package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.Picture;
import io.explainrec.catalog.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A MovieLens folder as GroupLens publishes it: the 100K release ({@code u.data}, {@code u.item}, {@code u.user},
 * {@code u.genre}), or a later one ({@code movies.csv}, {@code ratings.csv}). Where they lie beside it, {@code plots.csv} and
 * {@code credits.csv} ({@code movie_id} first) add text and people, and {@code posters/<id>.jpg} pictures. Zip codes are not
 * read.
 */
public final class MovieLensFolder implements ImportSource {
    private static final Pattern YEAR = Pattern.compile("\\((\\d{4})\\)\\s*$");
    private static final int FIRST_GENRE = 5;
    private static final int MOST_CAST = 5;

    private final Path folder;
    private final Lines lines;
    private final boolean old;
    private long done;

    /**
     * @throws ImportException where the folder is no MovieLens release
     */
    public MovieLensFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.lines = new Lines(this.folder);
        this.old = lines.has("u.data");
        List<String> needed = old ? List.of("u.data", "u.item") : List.of("movies.csv", "ratings.csv");
        if (!Files.isDirectory(folder) || !needed.stream().allMatch(lines::has)) {
            throw new ImportException(
                    "the folder " + this.folder + " is no MovieLens release: expected u.data and u.item (100K),"
                            + " or movies.csv and ratings.csv (later ones) in it");
        }
    }

    @Override
    public String format() {
        return "movielens";
    }

    @Override
    public String name() {
        return folder.getFileName().toString();
    }

    @Override
    public Domain.Input domain() {
        return new Domain.Input("Films (MovieLens)", 3f, 0.5f, 5f);
    }

    @Override
    public boolean bringsScale() {
        return true;
    }

    @Override
    public long size() {
        return lines.size(List.of("u.item", "u.user", "u.data", "movies.csv", "ratings.csv"));
    }

    @Override
    public void read(Consumer<Row> rows, Consumer<Long> progress) {
        Map<String, String> plots = new HashMap<>();
        Map<String, Lines.Line> credits = new HashMap<>();
        if (lines.has("plots.csv")) {
            lines.withHeader(
                    "plots.csv", List.of("movie_id"), line -> plots.put(line.get("movie_id"), line.get("overview")));
        }
        if (lines.has("credits.csv")) {
            lines.withHeader("credits.csv", List.of("movie_id"), line -> credits.put(line.get("movie_id"), line));
        }
        Description description = new Description(plots, credits);
        if (old) {
            readOld(rows, progress, description);
        } else {
            readLater(rows, progress, description);
        }
    }

    private void readOld(Consumer<Row> rows, Consumer<Long> progress, Description description) {
        List<String> genres = new ArrayList<>();
        if (lines.has("u.genre")) {
            lines.plain("u.genre", '|', StandardCharsets.ISO_8859_1, line -> genres.add(line.get(0)));
        }
        part(
                "u.item",
                progress,
                () -> lines.plain("u.item", '|', StandardCharsets.ISO_8859_1, line -> {
                    if (line.size() < FIRST_GENRE) {
                        rows.accept(new Row.Refused(
                                line.origin(), "line", "has " + line.size() + " fields; expected at least 5"));
                        return;
                    }
                    List<String> own = new ArrayList<>();
                    for (int i = FIRST_GENRE; i < line.size() && i - FIRST_GENRE < genres.size(); i++) {
                        if ("1".equals(line.get(i)) && !"unknown".equals(genres.get(i - FIRST_GENRE))) {
                            own.add(genres.get(i - FIRST_GENRE));
                        }
                    }
                    rows.accept(item(line, line.get(0), line.get(1), own, description));
                }));
        if (lines.has("u.user")) {
            part(
                    "u.user",
                    progress,
                    () -> lines.plain("u.user", '|', StandardCharsets.ISO_8859_1, line -> {
                        if (line.size() < 4) {
                            rows.accept(new Row.Refused(
                                    line.origin(), "line", "has " + line.size() + " fields; expected 5", line.get(0)));
                            return;
                        }
                        String gender =
                                switch (line.get(2)) {
                                    case "M" -> "male";
                                    case "F" -> "female";
                                    default -> line.get(2);
                                };
                        rows.accept(new Row.OfUser(
                                line.origin(),
                                line.get(0),
                                new User.Input(null, null, AgeBand.of(line.get(1)), gender, line.get(3), null)));
                    }));
        }
        part(
                "u.data",
                progress,
                () -> lines.plain("u.data", '\t', StandardCharsets.ISO_8859_1, line -> {
                    tick(line, progress);
                    rows.accept(
                            line.size() == 4
                                    ? rating(line, line.get(0), line.get(1), line.get(2), line.get(3))
                                    : new Row.Refused(
                                            line.origin(),
                                            "line",
                                            "has " + line.size() + " fields; expected user, item, rating, seconds",
                                            line.get(0)));
                }));
    }

    private void readLater(Consumer<Row> rows, Consumer<Long> progress, Description description) {
        part(
                "movies.csv",
                progress,
                () -> lines.withHeader("movies.csv", List.of("movieId", "title", "genres"), line -> {
                    if (line.fault() != null) {
                        rows.accept(new Row.Refused(line.origin(), "line", line.fault()));
                        return;
                    }
                    String genres = line.get("genres");
                    List<String> own =
                            genres == null || genres.startsWith("(") ? List.of() : Arrays.asList(genres.split("\\|"));
                    rows.accept(item(line, line.get("movieId"), line.get("title"), own, description));
                }));
        part(
                "ratings.csv",
                progress,
                () -> lines.withHeader("ratings.csv", List.of("userId", "movieId", "rating", "timestamp"), line -> {
                    tick(line, progress);
                    rows.accept(
                            line.fault() == null
                                    ? rating(
                                            line,
                                            line.get("userId"),
                                            line.get("movieId"),
                                            line.get("rating"),
                                            line.get("timestamp"))
                                    : new Row.Refused(line.origin(), "line", line.fault(), line.get("userId")));
                }));
    }

    /** Counts a file as read when it was; a long one also while it is, by the length of its lines. */
    private void part(String name, Consumer<Long> progress, Runnable reading) {
        long before = done;
        reading.run();
        done = before + lines.file(name).toFile().length();
        progress.accept(done);
    }

    private void tick(Lines.Line line, Consumer<Long> progress) {
        done += line.origin().excerpt().length() + 1;
        progress.accept(done);
    }

    private record Description(Map<String, String> plots, Map<String, Lines.Line> credits) {}

    private Row item(Lines.Line line, String id, String title, List<String> genres, Description description) {
        Map<String, List<String>> attributes = new TreeMap<>();
        if (!genres.isEmpty()) {
            attributes.put("genre", genres);
        }
        Matcher year = title == null ? null : YEAR.matcher(title);
        if (year != null && year.find()) {
            attributes.put("year", List.of(year.group(1)));
        }
        Lines.Line credits = description.credits().get(id);
        if (credits != null) {
            people(credits.get("director"), attributes, "director");
            people(credits.get("cast"), attributes, "cast");
        }
        String plot = description.plots().get(id);
        return new Row.OfItem(line.origin(), id, new Item.Input(null, title, plot, attributes, null), picture(id));
    }

    private Row.PictureSource picture(String id) {
        // Ids of films are numbers; any other text must not become the name of a file.
        if (id == null || !id.matches("\\d{1,18}")) {
            return null;
        }
        Path poster = folder.resolve("posters").resolve(id + ".jpg");
        return !Files.isRegularFile(poster)
                ? null
                : () -> {
                    try (var in = Files.newInputStream(poster)) {
                        return Picture.read(in);
                    }
                };
    }

    /** A list as Python prints it: ['A', 'B']. */
    private static void people(String printed, Map<String, List<String>> attributes, String name) {
        if (printed == null) {
            return;
        }
        List<String> people = Pattern.compile("'([^']+)'|\"([^\"]+)\"")
                .matcher(printed)
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .filter(person -> !person.isBlank() && person.length() <= 200)
                .limit(MOST_CAST)
                .toList();
        if (!people.isEmpty()) {
            attributes.put(name, people);
        }
    }

    private static Row rating(Lines.Line line, String user, String item, String rating, String seconds) {
        try {
            return new Row.OfInteraction(
                    line.origin(),
                    user,
                    item,
                    null,
                    Float.valueOf(rating.strip()),
                    Instant.ofEpochSecond(Long.parseLong(seconds.strip())),
                    null);
        } catch (NumberFormatException | DateTimeException | NullPointerException e) {
            return new Row.Refused(
                    line.origin(),
                    "rating",
                    "rating '" + rating + "' or time '" + seconds + "' is no number; expected both",
                    user);
        }
    }
}
