package io.explainrec.ml.eval;

/** An evaluation that the data cannot carry; the message says why and what to do. */
public class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EvaluationException(String message) {
        super(message);
    }
}
