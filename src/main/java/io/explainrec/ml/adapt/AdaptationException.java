package io.explainrec.ml.adapt;

/** An adaptation cannot be learned or read; the message says what was expected and what to do. */
public class AdaptationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AdaptationException(String message) {
        super(message);
    }

    public AdaptationException(String message, Throwable cause) {
        super(message, cause);
    }
}
