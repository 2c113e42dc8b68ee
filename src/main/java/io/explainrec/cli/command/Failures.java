package io.explainrec.cli.command;

import io.explainrec.catalog.imports.ImportException;
import io.explainrec.ml.adapt.AdaptationException;
import io.explainrec.ml.evidence.ArtifactException;
import io.explainrec.ml.instruct.InstructionException;
import io.explainrec.ml.tensor.DeviceException;
import io.explainrec.ml.text.TokenizerException;
import io.explainrec.ml.train.TrainingException;
import io.explainrec.ml.weights.ModelFileException;
import io.explainrec.platform.assets.AssetException;
import io.explainrec.platform.installation.InstallationException;
import io.explainrec.platform.postgres.PostgresException;
import io.explainrec.platform.problem.RequestException;
import io.explainrec.registry.added.AddedModelException;
import io.explainrec.registry.trained.KeptModelException;
import io.smallrye.config.ConfigValidationException;
import java.util.Locale;

/** What a failed command says. */
public final class Failures {
    private Failures() {}

    /** What to do where memory did not suffice. */
    public static String words(OutOfMemoryError error) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return String.format(
                Locale.ROOT,
                "out of memory (%s): a heap of %,d MB is too small for this; EXPLAINREC_JAVA_OPTIONS=-Xmx%dg gives Java more, and"
                        + " where a command has --threads, --threads 1 needs less",
                error.getMessage(),
                megabytes,
                2 * Math.ceilDiv(megabytes, 1024));
    }

    /** Of a failure and its causes what says what to do, or else what is at the bottom: a failure of a start is wrapped. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !isExplained(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Failures whose message says what to do need no stack trace. */
    public static boolean isExplained(Throwable failure) {
        return failure instanceof InstallationException
                || failure instanceof AssetException
                || failure instanceof PostgresException
                || failure instanceof CommandException
                || failure instanceof ArtifactException
                || failure instanceof ModelFileException
                || failure instanceof TokenizerException
                || failure instanceof DeviceException
                || failure instanceof InstructionException
                || failure instanceof TrainingException
                || failure instanceof AdaptationException
                || failure instanceof AddedModelException
                || failure instanceof KeptModelException
                || failure instanceof ImportException
                || failure instanceof ConfigValidationException // names each setting, and what was expected of it
                || failure instanceof RequestException;
    }
}
