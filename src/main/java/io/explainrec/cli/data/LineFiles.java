package io.explainrec.cli.data;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.eval.PartNames;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files of JSON lines whose rows are measured apart. */
public final class LineFiles {
    static final String ENDING = ".jsonl";

    private LineFiles() {}

    /** Name of a file's rows in measurements. */
    public static String part(Path file) {
        String name = file.getFileName().toString();
        return PartNames.of(name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name);
    }

    /**
     * Of two files of one name the rows would be taken for the same ones, and their figures could not be told apart.
     *
     * @throws CommandException where there are two
     */
    static void refuseNamesakes(List<Path> files) {
        Map<String, Path> byName = new HashMap<>();
        for (Path file : files) {
            Path other = byName.putIfAbsent(part(file), file);
            if (other != null) {
                throw new CommandException(other.getFileName() + " and " + file.getFileName()
                        + " would both be called '" + part(file) + "' in the report; rename one of them");
            }
        }
    }
}
