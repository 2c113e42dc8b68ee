package io.explainrec.cli.evaluate;

import io.explainrec.cli.command.CommandException;
import io.explainrec.cli.command.NumberOption;
import io.explainrec.ml.eval.Measurement;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What {@code evaluate --format xrec} takes beside what every format takes. */
final class ExplanationOptions {
    private static final double MOST_GUIDANCE = 10;

    /** One row leaves no other to pair its text with. */
    private static final int LEAST_ROWS = 2;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Of xrec: measures at most so many held-out rows of a file, drawn by the seed; default: all.")
    private int rows = Integer.MAX_VALUE;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Of xrec: another system's texts to be measured too, lines of uid, iid and text.")
    private Path predictions;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "Of xrec: another run's --report, whose models' texts are measured beside, with the paired"
                    + " difference of the gaps.")
    private Path against;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Of xrec: what the model is called in the report; default: trained or zero-shot.")
    private String name;

    @Option(
            names = "--asked",
            paramLabel = "WAY",
            description =
                    "Of xrec: how the model is asked, one of ${COMPLETION-CANDIDATES}; default: alpaca where 'train' wrote"
                            + " it, chat otherwise.")
    private TextModel.Asked asked;

    @Option(
            names = "--guidance",
            paramLabel = "STRENGTH",
            description = "Of xrec: how far texts are led away from what the model says to everybody, 0 for not at all;"
                    + " default: ${DEFAULT-VALUE}.")
    private double guidance = 0;

    int rows() {
        NumberOption.atLeast("--rows", rows, LEAST_ROWS);
        return rows;
    }

    /** Null for none. */
    Path predictions() {
        return predictions;
    }

    /** Null for none. */
    Path against() {
        return against;
    }

    /**
     * What the model is called.
     *
     * @param trained whether {@code train} wrote it
     */
    String name(boolean trained) {
        String called = name != null ? name : trained ? "trained" : "zero-shot";
        if (!called.matches("[a-z0-9][a-z0-9-]*") || called.contains(Measurement.VERSUS)) {
            throw new CommandException(
                    "--name is " + called + "; expected small letters, digits and dashes, without -vs-");
        }
        return called;
    }

    /** 0 for none. */
    double guidance() {
        if (!(guidance >= 0 && guidance <= MOST_GUIDANCE)) {
            throw new CommandException("--guidance is " + guidance + "; expected 0 to " + MOST_GUIDANCE);
        }
        return guidance;
    }

    /** Null for the model's own way. */
    TextModel.Asked asked() {
        return asked;
    }
}
