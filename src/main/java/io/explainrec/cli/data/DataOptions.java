package io.explainrec.cli.data;

import io.explainrec.cli.command.CommandException;
import io.explainrec.ml.evidence.fit.DataSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where interactions are read from, and which ratings are likes: of every command that takes a data set. */
public final class DataOptions {
    private static final String LIKED_ABOVE = "--liked-above";

    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            description = "The folder, or of tallrec and xrec a file too; none for demo, which is generated.")
    private Path path;

    @Option(
            names = LIKED_ABOVE,
            paramLabel = "RATING",
            description = "A rating above it is a like; default: the data set's own threshold.")
    private Float likedAbove;

    /** Null where none is given. */
    public Path path() {
        return path;
    }

    /** Reads the data set, and says what is left out of it. */
    public EvaluationSet read(EvaluationFormat format, PrintWriter out) {
        if (likedAbove != null && !Float.isFinite(likedAbove)) {
            throw new CommandException(LIKED_ABOVE + " is " + likedAbove + "; expected a number");
        }
        if (format == EvaluationFormat.TALLREC) {
            refuseLikedAbove("--format tallrec, whose lines have verdicts");
        }
        EvaluationSet set = format.read(path, likedAbove);
        if (!set.leftOut().isEmpty()) {
            out.println(set.leftOut());
        }
        return set;
    }

    /**
     * All rows of what was read.
     *
     * @throws CommandException where none is left, saying what was left out
     */
    public DataSet all(EvaluationSet set, EvaluationFormat format) {
        DataSet all = set.dataSet(100);
        if (all.interactions().size() == 0) {
            throw new CommandException(format.source(path) + " has no interactions"
                    + (set.leftOut().isEmpty() ? "; give a source that has" : " to go by. " + set.leftOut()));
        }
        return all;
    }

    /**
     * An option that does nothing would be taken for one that did.
     *
     * @param what it says nothing to
     */
    public void refuseLikedAbove(String what) {
        if (likedAbove != null) {
            throw new CommandException(LIKED_ABOVE + " says nothing to " + what + "; leave it out");
        }
    }

    /** The same for another command. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (likedAbove != null) {
            arguments.addAll(List.of(LIKED_ABOVE, likedAbove.toString()));
        }
        if (path != null) {
            arguments.add(path.toString());
        }
        return arguments;
    }
}
