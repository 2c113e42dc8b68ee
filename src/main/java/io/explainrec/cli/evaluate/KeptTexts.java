package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.instruct.TextJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model's texts that a run kept in its report's folder.
 *
 * @param system what the model was called
 * @param texts by user and item
 */
record KeptTexts(String system, Path file, Map<List<String>, String> texts) {
    private static final String ENDING = ".jsonl";

    /** Where a model's texts are kept. */
    static Path file(Path report, String part, String system) {
        return report.resolve(start(part) + system + ENDING);
    }

    /**
     * Those of a part. A name may begin with several parts, as that of {@code texts-amazon-2-zero-shot.jsonl} does with those of
     * {@code amazon} and {@code amazon-2}; it is of the longest.
     *
     * @param parts of all files that are measured, this one among them
     * @throws CommandException where there are none
     */
    static List<KeptTexts> of(Path report, String part, List<String> parts) {
        if (!Files.isDirectory(report)) {
            throw new CommandException(
                    "--against " + report + " is no folder; give the folder that another run had as --report");
        }
        try (Stream<Path> files = Files.list(report)) {
            List<KeptTexts> kept = files.filter(file -> isOf(file, part))
                    .filter(file ->
                            parts.stream().noneMatch(other -> other.length() > part.length() && isOf(file, other)))
                    .sorted()
                    .map(file -> new KeptTexts(system(file, part), file, new TextJournal(file).byRow()))
                    .toList();
            if (kept.isEmpty()) {
                throw new CommandException("--against " + report + " holds no texts of " + part + ", such as "
                        + file(report, part, "zero-shot").getFileName() + "; measure them there first");
            }
            return kept;
        } catch (IOException e) {
            throw new CommandException("cannot read the folder " + report + ": " + e.getMessage());
        }
    }

    private static boolean isOf(Path file, String part) {
        String name = file.getFileName().toString();
        return name.startsWith(start(part)) && name.endsWith(ENDING);
    }

    private static String system(Path file, String part) {
        String name = file.getFileName().toString();
        return name.substring(start(part).length(), name.length() - ENDING.length());
    }

    private static String start(String part) {
        return "texts-" + part + "-";
    }
}
