package io.explainrec.ml.vision;

/** A picture cannot be read; the message says what is wrong with it and what can be read. */
public class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PictureException(String message) {
        super(message);
    }

    public PictureException(String message, Throwable cause) {
        super(message, cause);
    }
}
