package io.explainrec.inference;

/** The model gave no answer in time; the request is answered without it and says so. */
public class ModelUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelUnavailable(String cause) {
        super(cause);
    }

    public ModelUnavailable(String cause, Throwable source) {
        super(cause, source);
    }
}
