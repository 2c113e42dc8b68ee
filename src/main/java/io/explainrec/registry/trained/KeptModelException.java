package io.explainrec.registry.trained;

/** A trained model cannot be kept or used; the message names it and says what to do. */
public class KeptModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KeptModelException(String message) {
        super(message);
    }

    public KeptModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
