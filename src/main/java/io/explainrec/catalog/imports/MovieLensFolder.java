package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.catalog.Picture;
import io.explainrec.catalog.User;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A MovieLens folder as GroupLens publishes it: the 100K release ({@code u.data}, {@code u.item}, {@code u.user},
 * {@code u.genre}), 1M or 10M ({@code movies.dat}, {@code ratings.dat}, and of 1M {@code users.dat}), or a later one
 * ({@code movies.csv}, {@code ratings.csv}). Where they lie beside it, {@code plots.csv} and {@code credits.csv}
 * ({@code movie_id} first) add text and people, and {@code posters/<id>.jpg} pictures. Zip codes are not read.
 */
public final class MovieLensFolder implements ImportSource {
    private static final Pattern YEAR = Pattern.compile("\\((\\d{4})\\)\\s*$");
    private static final int FIRST_GENRE = 5;
    private static final int MOST_CAST = 5;

    private final Path folder;
    private final Lines lines;
    private final Release release;
    private long done;

    /** How a release's files are named and written. */
    private enum Release {
        FIRST("u.item", "u.user", "u.data", "|", "\t"),
        DAT("movies.dat", "users.dat", "ratings.dat", "::", "::"),
        LATER("movies.csv", null, "ratings.csv", ",", ",");

        private final String items;
        private final String users;
        private final String ratings;
        private final String delimiter;
        private final String delimiterOfRatings;

        Release(String items, String users, String ratings, String delimiter, String delimiterOfRatings) {
            this.items = items;
            this.users = users;
            this.ratings = ratings;
            this.delimiter = delimiter;
            this.delimiterOfRatings = delimiterOfRatings;
        }

        boolean isIn(Lines lines) {
            return lines.has(items) && lines.has(ratings);
        }

        List<String> files() {
            return users == null ? List.of(items, ratings) : List.of(items, users, ratings);
        }
    }

    /**
     * @throws ImportException where the folder is no MovieLens release
     */
    public MovieLensFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.lines = new Lines(this.folder);
        this.release = Stream.of(Release.values())
                .filter(each -> each.isIn(lines))
                .findFirst()
                .orElseThrow(() -> new ImportException("the folder " + this.folder
                        + " is no MovieLens release: expected u.data and u.item (100K), movies.dat and ratings.dat"
                        + " (1M and 10M), or movies.csv and ratings.csv (later ones) in it"));
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
        return lines.size(release.files());
    }

    @Override
    public void read(Consumer<Row> rows, Consumer<Long> progress) {
        done = 0;
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
        switch (release) {
            case FIRST -> readFirst(rows, progress, description);
            case DAT -> readDat(rows, progress, description);
            case LATER -> readLater(rows, progress, description);
        }
    }

    private void readFirst(Consumer<Row> rows, Consumer<Long> progress, Description description) {
        List<String> genres = new ArrayList<>();
        if (lines.has("u.genre")) {
            lines.plain("u.genre", "|", StandardCharsets.ISO_8859_1, line -> genres.add(line.get(0)));
        }
        part(
                "u.item",
                progress,
                () -> lines.plain("u.item", "|", StandardCharsets.ISO_8859_1, line -> {
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
        users(rows, progress, line -> user(line, line.get(1), line.get(2), line.get(3)));
        ratings(rows, progress);
    }

    /** 1M has users and is in Latin-1, 10M has none and is in UTF-8. */
    private void readDat(Consumer<Row> rows, Consumer<Long> progress, Description description) {
        Charset charset = lines.has(release.users) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        part(
                release.items,
                progress,
                () -> lines.plain(release.items, release.delimiter, charset, line -> {
                    String fault = line.size() == 3
                            ? line.fault()
                            : "has " + line.size() + " fields; expected movie, title, genres";
                    rows.accept(
                            fault == null
                                    ? item(line, line.get(0), line.get(1), genres(line.get(2)), description)
                                    : new Row.Refused(line.origin(), "line", fault));
                }));
        users(rows, progress, line -> user(line, line.get(2), line.get(1), Occupation.of(line.get(3))));
        ratings(rows, progress);
    }

    /** Users, five fields each, where the release has them. */
    private void users(Consumer<Row> rows, Consumer<Long> progress, Function<Lines.Line, Row> user) {
        if (lines.has(release.users)) {
            part(
                    release.users,
                    progress,
                    () -> lines.plain(
                            release.users,
                            release.delimiter,
                            StandardCharsets.ISO_8859_1,
                            line -> rows.accept(line.size() < 4 ? refused(line, "5") : user.apply(line))));
        }
    }

    private static Row user(Lines.Line line, String age, String gender, String occupation) {
        String named =
                switch (gender) {
                    case "M" -> "male";
                    case "F" -> "female";
                    default -> gender;
                };
        return new Row.OfUser(
                line.origin(), line.get(0), new User.Input(null, null, AgeBand.of(age), named, occupation, null));
    }

    /** Ratings without a header: numbers alone, so that they are read in any charset. */
    private void ratings(Consumer<Row> rows, Consumer<Long> progress) {
        part(
                release.ratings,
                progress,
                () -> lines.plain(release.ratings, release.delimiterOfRatings, StandardCharsets.ISO_8859_1, line -> {
                    tick(line, progress);
                    rows.accept(
                            line.size() == 4
                                    ? rating(line, line.get(0), line.get(1), line.get(2), line.get(3))
                                    : refused(line, "user, item, rating, seconds"));
                }));
    }

    /** A line of the person whose id it begins with. */
    private static Row refused(Lines.Line line, String fields) {
        return new Row.Refused(
                line.origin(), "line", "has " + line.size() + " fields; expected " + fields, line.get(0));
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
                    rows.accept(item(
                            line, line.get("movieId"), line.get("title"), genres(line.get("genres")), description));
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

    /** All but the first release write them so, and (no genres listed) where there are none. */
    private static List<String> genres(String written) {
        return written == null || written.isBlank() || written.startsWith("(")
                ? List.of()
                : List.of(written.split("\\|"));
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
                    "'" + rating + "' or time '" + seconds
                            + "' is no number; expected a rating and the seconds since 1970",
                    user);
        }
    }
}
