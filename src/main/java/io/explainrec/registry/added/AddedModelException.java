package io.explainrec.registry.added;

/** A model cannot be added or used; the message names it and says what to do. */
public class AddedModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AddedModelException(String message) {
        super(message);
    }

    public AddedModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
