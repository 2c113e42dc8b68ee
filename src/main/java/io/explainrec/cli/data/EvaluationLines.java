package io.explainrec.cli.data;

import io.explainrec.catalog.imports.TallrecLine;
import io.explainrec.catalog.imports.TallrecSource;
import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.Drawn;
import io.explainrec.ml.eval.Evaluation;
import io.explainrec.ml.eval.Interactions;
import io.explainrec.ml.eval.InteractionsBuilder;
import io.explainrec.ml.eval.LineData;
import io.explainrec.ml.eval.QuestionCount;
import io.explainrec.ml.eval.Report;
import io.explainrec.ml.eval.Scorer;
import io.explainrec.ml.evidence.LearnedTables.ItemName;
import io.explainrec.ml.evidence.Person;
import io.explainrec.ml.evidence.fit.DataSet;
import io.explainrec.ml.evidence.fit.DataSet.ItemFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * TALLRec's lines: {@code train.jsonl} is learned from and each file beside it is scored; of a file that stands alone, the first
 * four fifths of the lines are learned from and the rest is scored. Consecutive lines with at least half of their history in common
 * are taken for one user's: a chain. What is learned from has chains for users and each verdict once; a line that is scored is a user
 * of its own, and its chain is what is resampled. Where lines say whose they are, all of one user's are a chain, and a file whose lines all
 * do has a UAUC.
 */
final class EvaluationLines implements EvaluationSet {
    private static final String TRAIN = "train.jsonl";
    private static final int TRAIN_PERCENT = 80;

    private final InteractionsBuilder builder = new InteractionsBuilder();
    private final Map<String, Set<String>> authors = new HashMap<>();
    /** Of all works, as the first line calls them. */
    private String kind;

    private final List<String> notes = new ArrayList<>();
    private final List<Scored> scored = new ArrayList<>();
    private int rows;
    private int trainRows;
    private final UnreadRows unread = new UnreadRows();

    /**
     * A file that is scored: where its rows stand among all.
     *
     * @param usersKnown whether all its lines say whose they are
     */
    private record Scored(
            String name,
            List<Integer> given,
            List<Integer> verdicts,
            InteractionsBuilder clusters,
            boolean usersKnown) {}

    /** A line, and the number of the first line of its chain. */
    private record Chained(TallrecLine line, Map<String, Boolean> history, String target, long chain) {}

    private EvaluationLines() {}

    static EvaluationLines read(Path path) {
        EvaluationLines lines = new EvaluationLines();
        if (Files.isDirectory(path)) {
            lines.folder(path);
        } else {
            lines.alone(path);
        }
        if (lines.scored.stream().anyMatch(file -> !file.usersKnown)) {
            lines.notes.add(
                    "whose a line is is not known, so there is no UAUC; intervals resample lines, those that follow each other and share"
                            + " at least half of their history as one, and are too narrow where one user's lines stand apart");
        }
        return lines;
    }

    private void folder(Path folder) {
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.filter(Files::isRegularFile)
                    .filter(file ->
                            TallrecSource.isNamedAsLines(file.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CommandException("cannot read the folder " + folder + ": " + e.getMessage());
        }
        LineFiles.refuseNamesakes(files);
        Path train = folder.resolve(TRAIN);
        List<Path> others = files.stream().filter(file -> !file.equals(train)).toList();
        if (files.size() == 1) {
            alone(files.getFirst());
        } else if (others.size() < files.size()) {
            List<Chained> lines = chained(train);
            learn(lines);
            for (Path file : others) {
                score(LineFiles.part(file), chained(file));
            }
            notes.add(String.format(
                    Locale.ROOT,
                    "%s, %,d lines, is learned from; the other files are scored, each by itself",
                    TRAIN,
                    lines.size()));
        } else {
            throw new CommandException("the folder " + folder.toAbsolutePath().normalize() + " holds " + files.size()
                    + " files *" + LineFiles.ENDING + " and none of them is " + TRAIN + "; expected " + TRAIN
                    + " beside the files to be scored, or one file alone");
        }
    }

    private void alone(Path file) {
        List<Chained> lines = chained(file);
        int cut = (int) ((long) lines.size() * TRAIN_PERCENT / 100);
        learn(lines.subList(0, cut));
        score(LineFiles.part(file), lines.subList(cut, lines.size()));
        notes.add(String.format(
                Locale.ROOT,
                "%s stands alone, so its first %d%%, %,d lines, are learned from, and the other %,d are scored",
                file.getFileName(),
                TRAIN_PERCENT,
                cut,
                lines.size() - cut));
    }

    private List<Chained> chained(Path file) {
        List<Chained> lines = new ArrayList<>();
        Map<String, Long> first = new HashMap<>();
        new TallrecSource(file)
                .lines(
                        line -> {
                            Map<String, Boolean> history = TallrecSource.history(line);
                            Chained before = lines.isEmpty() ? null : lines.getLast();
                            long follows = before != null && follows(history, before) ? before.chain : line.number();
                            long chain = line.user() == null
                                    ? follows
                                    : first.computeIfAbsent(line.user(), user -> line.number());
                            kind = kind == null ? line.kind() : kind;
                            lines.add(new Chained(line, history, TallrecSource.id(line.target()), chain));
                            Stream.of(line.liked(), line.disliked(), List.of(line.target()))
                                    .flatMap(List::stream)
                                    .forEach(this::remember);
                        },
                        unread::add);
        return lines;
    }

    private static boolean follows(Map<String, Boolean> history, Chained before) {
        long shared = history.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .equals(
                                entry.getKey().equals(before.target)
                                        ? Boolean.valueOf(before.line.label())
                                        : before.history.get(entry.getKey())))
                .count();
        return shared > 0 && 2 * shared >= history.size();
    }

    private void remember(TallrecLine.Work work) {
        Set<String> of = authors.computeIfAbsent(TallrecSource.id(work), id -> new TreeSet<>());
        if (work.author() != null) {
            of.add(work.author());
        }
    }

    private void learn(List<Chained> lines) {
        Map<String, Set<String>> knownOf = new HashMap<>();
        for (Chained line : lines) {
            String user = "train:" + line.chain;
            Set<String> known = knownOf.computeIfAbsent(user, of -> new HashSet<>());
            inSomeOrder(line).forEach(item -> {
                if (known.add(item)) {
                    add(user, item, line.history.get(item));
                }
            });
            if (known.add(line.target)) {
                add(user, line.target, line.line.label());
            }
        }
        trainRows = rows;
    }

    /** A history's items: a line tells the liked ones first, which is not how they came. */
    private static List<String> inSomeOrder(Chained line) {
        List<String> items = List.copyOf(line.history.keySet());
        return Arrays.stream(Drawn.order(items.size(), new SplittableRandom(line.line.number())))
                .mapToObj(items::get)
                .toList();
    }

    private void score(String name, List<Chained> lines) {
        boolean usersKnown = lines.stream().allMatch(line -> line.line.user() != null);
        Scored file = new Scored(name, new ArrayList<>(), new ArrayList<>(), new InteractionsBuilder(), usersKnown);
        for (Chained line : lines) {
            String user = name + ":" + line.line.number();
            line.history.forEach((item, liked) -> file.given.add(add(user, item, liked)));
            file.verdicts.add(add(user, line.target, line.line.label()));
            file.clusters.add(name + ":" + line.chain, line.target, line.line.label(), Float.NaN, null);
        }
        scored.add(file);
    }

    /** The number of the row. */
    private int add(String user, String item, boolean liked) {
        builder.add(user, item, liked, Float.NaN, null);
        return rows++;
    }

    @Override
    public DataSet dataSet(int percent) {
        if (percent != 100) {
            throw new CommandException("--first takes rows in time, and TALLRec's lines have no times; leave it out");
        }
        Interactions all = builder.build();
        List<ItemFacts> items = IntStream.range(0, all.items())
                .mapToObj(all::itemName)
                .map(id -> new ItemFacts(new ItemName(kind, id), id, attributes(id), ""))
                .toList();
        return new DataSet(all, items, Collections.nCopies(all.users(), Person.UNKNOWN), Map.of(), null);
    }

    private Map<String, List<String>> attributes(String id) {
        Set<String> of = authors.get(id);
        return of.isEmpty() ? Map.of() : Map.of("author", List.copyOf(of));
    }

    @Override
    public Report evaluate(Evaluation evaluation, DataSet data, List<Scorer> scorers) {
        return evaluation.run(lines(data), scorers);
    }

    @Override
    public QuestionCount questions(DataSet data, int newcomers) {
        return QuestionCount.of(lines(data));
    }

    private LineData lines(DataSet data) {
        Interactions all = data.interactions();
        List<LineData.Part> parts = scored.stream()
                .map(file -> new LineData.Part(
                        file.name,
                        select(all, file.given),
                        select(all, file.verdicts),
                        file.clusters.build(),
                        file.usersKnown))
                .toList();
        return new LineData(all, all.slice(0, trainRows), parts, notes);
    }

    private static Interactions select(Interactions all, List<Integer> rows) {
        return all.select(rows.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public String leftOut() {
        String text = unread.says("lines that cannot be read as TALLRec's");
        return text.isEmpty() ? text : "Left out: " + text.strip();
    }
}
