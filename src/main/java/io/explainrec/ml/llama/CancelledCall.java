package io.explainrec.ml.llama;

/** The caller gave up while the model was at work; nothing was computed. */
public class CancelledCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledCall() {
        super("the call was cancelled");
    }
}
