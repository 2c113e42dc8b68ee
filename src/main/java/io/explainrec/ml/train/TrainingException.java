package io.explainrec.ml.train;

import java.io.IOException;
import java.nio.file.Path;

/** A run that cannot begin or go on; the message names what it met, and the fix. */
public class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }

    TrainingException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Of a disk that is full, or a folder that is not ours. */
    static TrainingException notWritten(Path file, IOException cause) {
        return new TrainingException(
                file + " cannot be written: " + cause.getMessage()
                        + "; make room for it and let it be written, then start the run again to go on",
                cause);
    }
}
