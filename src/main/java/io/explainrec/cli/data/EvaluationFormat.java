package io.explainrec.cli.data;

import io.explainrec.catalog.demo.DemoShop;
import io.explainrec.catalog.imports.ImportFormat;
import io.explainrec.cli.command.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What can be evaluated: what can be imported, and the demo shop as it is generated. */
public enum EvaluationFormat {
    MOVIELENS(ImportFormat.MOVIELENS),
    TALLREC(ImportFormat.TALLREC),
    AMAZON(ImportFormat.AMAZON),
    CSV(ImportFormat.CSV),
    DEMO(null),
    /** Explanation texts, which are read one by one. */
    XREC(null);

    private static final int LONGEST_NAME = 200;

    private final ImportFormat format;

    EvaluationFormat(ImportFormat format) {
        this.format = format;
    }

    /**
     * Reads what is to be evaluated.
     *
     * @param path null for the demo shop
     * @param likedAbove in place of the data's own threshold; null for that
     */
    public EvaluationSet read(Path path, Float likedAbove) {
        if (this == DEMO) {
            if (path != null) {
                throw new CommandException(
                        "the demo shop is generated, so it has no PATH, and " + path + " was given; leave it out");
            }
            return EvaluationData.read(DemoShop.sources(), likedAbove);
        }
        if (path == null) {
            throw new CommandException("--format " + this + " needs a PATH; give the folder with the data");
        }
        if (!Files.exists(path)) {
            throw new CommandException(
                    path.toAbsolutePath().normalize() + " does not exist; give the folder with the data");
        }
        return this == TALLREC ? EvaluationLines.read(path) : EvaluationData.read(format.open(path), likedAbove);
    }

    /** Name of the data set in reports, which take 200 characters. */
    public String source(Path path) {
        Path named = path == null ? null : path.toAbsolutePath().normalize().getFileName();
        String name = named == null ? "" : named.toString().strip();
        return name.isEmpty() ? toString() : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
