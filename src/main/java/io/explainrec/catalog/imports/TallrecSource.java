package io.explainrec.catalog.imports;

import io.explainrec.catalog.Domain;
import io.explainrec.catalog.Item;
import io.explainrec.platform.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * TALLRec's instruction data: a file of JSON lines, or a folder of files {@code *.jsonl}. Who a line is of is not known, so
 * each line is a user of its own, {@code <file>:<line>}; an item's id is its title, shortened where that is too long for one.
 * Nothing has a time. A title that a line names several times counts once: as the target where it is that, else where it
 * stands first, among the liked ones before the disliked ones.
 */
public final class TallrecSource implements ImportSource {
    private static final String ENDING = ".jsonl";
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_AUTHOR = 200;
    private static final int MOST_AUTHORS = 50;

    private final Path path;
    private final Lines lines;
    private final List<String> files;

    /**
     * @param path the file or the folder
     * @throws ImportException where there is no such file in it
     */
    public TallrecSource(Path path) {
        this.path = path.toAbsolutePath().normalize();
        this.files = files(this.path);
        this.lines = new Lines(Files.isDirectory(this.path) ? this.path : this.path.getParent());
    }

    /** Whether a file of this name in a folder is one of lines; hidden ones are not. */
    public static boolean isNamedAsLines(String name) {
        return name.endsWith(ENDING) && !name.startsWith(".");
    }

    private static List<String> files(Path path) {
        if (Files.isRegularFile(path)) {
            return List.of(path.getFileName().toString());
        }
        if (Files.isDirectory(path)) {
            try (Stream<Path> children = Files.list(path)) {
                List<String> found = children.filter(Files::isRegularFile)
                        .map(file -> file.getFileName().toString())
                        .filter(TallrecSource::isNamedAsLines)
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            } catch (IOException e) {
                throw new ImportException("cannot read the folder " + path + ": " + e.getMessage(), e);
            }
        }
        throw new ImportException(
                path + " is neither a file of TALLRec's JSON lines nor a folder with files *" + ENDING);
    }

    @Override
    public String format() {
        return "tallrec";
    }

    @Override
    public String name() {
        String name = path.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    @Override
    public Domain.Input domain() {
        return new Domain.Input(name() + " (TALLRec)", null, null, null);
    }

    @Override
    public long size() {
        return lines.size(files);
    }

    /** The lines as they are, file by file; a line that cannot be read goes to {@code refused} instead. */
    public void lines(Consumer<TallrecLine> to, Consumer<Row.Refused> refused) {
        each((origin, line) -> to.accept(line), refused, length -> {});
    }

    /** Reads all files twice: first for the items, whose titles it holds in memory, then for the events. */
    @Override
    public void read(Consumer<Row> rows, Consumer<Long> progress) {
        items(rows);
        long[] done = {0};
        each((origin, line) -> events(origin, line, rows), rows::accept, length -> {
            done[0] += length + 1;
            progress.accept(done[0]);
        });
    }

    private void each(
            BiConsumer<Row.Origin, TallrecLine> to, Consumer<Row.Refused> refused, Consumer<Integer> progress) {
        for (String file : files) {
            lines.text(file, (origin, text) -> {
                progress.accept(text.length());
                TallrecLine line;
                try {
                    if (Lines.isDamaged(text)) {
                        throw new IllegalArgumentException("is not valid UTF-8; save the file as UTF-8");
                    }
                    line = TallrecLine.parse(origin.line(), text);
                } catch (IllegalArgumentException e) {
                    refused.accept(new Row.Refused(origin, "line", e.getMessage(), user(origin)));
                    return;
                }
                to.accept(origin, line);
            });
        }
    }

    private record Title(Row.Origin origin, String title, Set<String> authors) {}

    private void items(Consumer<Row> rows) {
        Map<String, Title> items = new LinkedHashMap<>();
        each(
                (origin, line) -> works(line).forEach(work -> {
                    Title item = items.computeIfAbsent(
                            id(work), id -> new Title(at(origin, work), work.title(), new TreeSet<>()));
                    if (work.author() != null
                            && work.author().length() <= LONGEST_AUTHOR
                            && item.authors().size() < MOST_AUTHORS) {
                        item.authors().add(work.author());
                    }
                }),
                refused -> {},
                length -> {});
        items.forEach((id, item) -> {
            Map<String, List<String>> attributes =
                    item.authors().isEmpty() ? Map.of() : Map.of("author", List.copyOf(item.authors()));
            rows.accept(new Row.OfItem(
                    item.origin(), id, new Item.Input(null, item.title(), null, attributes, null), null));
        });
    }

    private static void events(Row.Origin origin, TallrecLine line, Consumer<Row> rows) {
        Map<TallrecLine.Work, Boolean> verdicts = verdicts(line);
        verdicts.put(line.target(), line.label());
        verdicts.forEach((work, liked) ->
                rows.accept(new Row.OfInteraction(at(origin, work), user(origin), id(work), liked, null, null, null)));
    }

    /** Each line is a user. */
    private static String user(Row.Origin line) {
        return line.part() + ":" + line.line();
    }

    /** The history: what was thought of each title before the target, which is none of them. */
    private static Map<TallrecLine.Work, Boolean> verdicts(TallrecLine line) {
        Map<TallrecLine.Work, Boolean> verdicts = new LinkedHashMap<>();
        Set<String> named = new HashSet<>(Set.of(id(line.target())));
        line.liked().stream().filter(work -> named.add(id(work))).forEach(work -> verdicts.put(work, true));
        line.disliked().stream().filter(work -> named.add(id(work))).forEach(work -> verdicts.put(work, false));
        return verdicts;
    }

    /** A line's history by ids of items, in the line's order; the target is none of them. */
    public static Map<String, Boolean> history(TallrecLine line) {
        Map<String, Boolean> history = new LinkedHashMap<>();
        verdicts(line).forEach((work, liked) -> history.put(id(work), liked));
        return history;
    }

    private static Row.Origin at(Row.Origin line, TallrecLine.Work work) {
        return new Row.Origin(line.part(), line.line(), work.title());
    }

    private static Stream<TallrecLine.Work> works(TallrecLine line) {
        return Stream.of(line.liked(), line.disliked(), List.of(line.target())).flatMap(List::stream);
    }

    /** An item's id: the title, or, where that is too long for an id, its beginning and a digest of it. */
    public static String id(TallrecLine.Work work) {
        String title = work.title();
        if (title.codePointCount(0, title.length()) <= LONGEST_ID) {
            return title;
        }
        String digest = Sha256.hex(title).substring(0, 12);
        return title.substring(0, title.offsetByCodePoints(0, LONGEST_ID - digest.length() - 2))
                        .strip() + "… " + digest;
    }
}
