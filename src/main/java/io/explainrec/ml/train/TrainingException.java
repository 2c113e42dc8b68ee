package io.explainrec.ml.train;

/** A run that cannot begin or go on; the message names what it met, and the fix. */
public class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingException(String message) {
        super(message);
    }

    TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
